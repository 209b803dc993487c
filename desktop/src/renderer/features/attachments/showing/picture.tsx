import { type Attachment, attachmentLimits } from '@chatter/shared/attachments.ts'
import { clsx } from 'clsx'
import { ImageOff } from 'lucide-react'
import { type SyntheticEvent, useEffect, useState } from 'react'
import { useWords } from '../../../lib/use-words.ts'
import { Button } from '../../../ui/button.tsx'
import { useTabIndex } from '../../markdown/tab-stops.ts'
import { useFileSource } from './file-source.ts'
import type { Place } from './gallery.tsx'
import { openLightbox } from './lightbox-state.ts'
import { isLoadedUnasked } from './looks.ts'
import { SaveBar, SaveOverlay, useSaving } from './save-actions.tsx'
import { needsWhole } from './shapes.ts'
import './picture.css'

type PictureProps = Place & {
  attachment: Attachment
  /** The pictures that the lightbox goes through, this one among them. */
  all: readonly Attachment[]
  /** It is no picture that can be shown here. */
  onLost: (id: string) => void
}

/** A picture in its reserved frame: its thumbnail first, and the whole of it where that is too small. */
export function Picture({ attachment, frame, all, more, isTile, onLost }: PictureProps) {
  const { t } = useWords()
  const tabIndex = useTabIndex()
  const saving = useSaving(attachment)
  const { id, name, hasThumbnail } = attachment
  const isWholeNeeded =
    isLoadedUnasked(attachment) &&
    needsWhole(attachment, frame, devicePixelRatio, attachmentLimits.thumbnailEdge)
  const thumbnail = useFileSource(attachment, 'thumbnail', Boolean(hasThumbnail))
  const whole = useFileSource(
    attachment,
    'whole',
    isWholeNeeded || (thumbnail.isBroken && isLoadedUnasked(attachment)),
  )
  const [isWholeThere, setWholeThere] = useState(false)
  const isBroken = (whole.isBroken || !isLoadedUnasked(attachment)) && (!hasThumbnail || thumbnail.isBroken)
  const isLost = isBroken && (whole.isLost || thumbnail.isLost)
  useEffect(() => {
    if (isLost) onLost(id)
  }, [isLost, onLost, id])
  const fit = clsx('picture-image', isTile && 'picture-image-tile')
  return (
    <figure className="picture">
      {isBroken ? (
        <Broken
          retry={() => {
            thumbnail.retry()
            whole.retry()
          }}
        />
      ) : (
        <button
          type="button"
          className="picture-button"
          tabIndex={tabIndex}
          aria-label={t('files.open', { name })}
          onClick={() => openLightbox(all, attachment)}
          draggable
          onDragStart={saving.dragOut}
        >
          {thumbnail.url && !thumbnail.isBroken && !isWholeThere && (
            <img
              className={fit}
              src={thumbnail.url}
              alt={name}
              loading="lazy"
              decoding="async"
              onError={thumbnail.fail}
            />
          )}
          {whole.url && !whole.isBroken && (
            <img
              className={fit}
              src={whole.url}
              alt={isWholeThere || !thumbnail.url ? name : ''}
              loading="lazy"
              decoding="async"
              onLoad={(event: SyntheticEvent<HTMLImageElement>) =>
                setWholeThere(event.currentTarget.naturalWidth > 0)
              }
              onError={whole.fail}
            />
          )}
          {more > 0 && (
            <span className="picture-more">
              <span aria-hidden="true">+{more}</span>
              <span className="hidden-visually">{t('files.more', { count: more })}</span>
            </span>
          )}
        </button>
      )}
      {more === 0 && <SaveOverlay attachment={attachment} saving={saving} />}
      {saving.download && <SaveBar download={saving.download} />}
    </figure>
  )
}

/** Nothing is lost: it is only not here now. */
export function Broken({ retry }: { retry: () => void }) {
  const { t } = useWords()
  return (
    <span className="picture-trouble" role="status">
      <ImageOff size={20} strokeWidth={1.6} aria-hidden="true" />
      {t('files.broken')}
      <Button size="small" onClick={retry}>
        {t('files.again')}
      </Button>
    </span>
  )
}
