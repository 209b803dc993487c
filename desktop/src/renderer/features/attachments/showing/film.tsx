import type { Attachment } from '@chatter/shared/attachments.ts'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { durationWords, sizeWords } from '../../../lib/sizes.ts'
import { useWords } from '../../../lib/use-words.ts'
import { useTabIndex } from '../../markdown/tab-stops.ts'
import { FileCard } from './file-card.tsx'
import { FileName } from './file-name.tsx'
import { useFileSource } from './file-source.ts'
import { NotSaved } from './not-saved.tsx'
import { SaveBar, SaveOverlay, useSaving } from './save-actions.tsx'
import { frameOf } from './shapes.ts'
import './player.css'

/** A film: its first picture, and from a click on the film itself. Nothing of it is loaded before, unless it is on this machine. */
export function Film({ attachment, isMine }: { attachment: Attachment; isMine: boolean }) {
  const { t, language } = useWords()
  const { name, duration, size, hasThumbnail, isDirect } = attachment
  const tabIndex = useTabIndex()
  const saving = useSaving(attachment)
  const [isPlaying, setPlaying] = useState(false)
  const frame = frameOf(attachment)
  const thumbnail = useFileSource(attachment, 'thumbnail', Boolean(hasThumbnail))
  const film = useFileSource(attachment, 'whole', isPlaying || Boolean(isDirect))
  if (film.isBroken) return <FileCard attachment={attachment} isMine={isMine} note={t('files.unplayable')} />
  return (
    <>
      <figure
        className="film"
        style={{ width: frame.width, aspectRatio: `${frame.width} / ${frame.height}` }}
      >
        {isPlaying ? (
          // biome-ignore lint/a11y/useMediaCaption: it is what somebody sent, without captions
          <video
            className="film-player"
            src={film.url}
            controls
            controlsList="nodownload noremoteplayback"
            disablePictureInPicture
            autoPlay
            aria-label={name}
            onError={film.fail}
            onKeyDown={event => event.stopPropagation()}
          />
        ) : (
          <button
            type="button"
            className="film-cover"
            tabIndex={tabIndex}
            aria-label={t('files.play', { name })}
            draggable
            onDragStart={saving.dragOut}
            onClick={() => setPlaying(true)}
          >
            {thumbnail.url && !thumbnail.isBroken && (
              <img
                className="film-picture"
                src={thumbnail.url}
                alt=""
                loading="lazy"
                draggable={false}
                onError={thumbnail.fail}
              />
            )}
            {isDirect && !thumbnail.url && film.url && (
              <video
                className="film-picture"
                src={film.url}
                preload="metadata"
                muted
                tabIndex={-1}
                onError={film.fail}
              />
            )}
            <span className="film-play">
              <Play size={24} fill="currentColor" aria-hidden="true" />
            </span>
            <span className="film-facts">
              <FileName name={name} />
              <span className="film-size">
                {duration !== undefined && `${durationWords(duration)} · `}
                {sizeWords(size, language)}
              </span>
            </span>
          </button>
        )}
        <SaveOverlay attachment={attachment} saving={saving} />
        {saving.download && <SaveBar download={saving.download} />}
      </figure>
      <NotSaved attachment={attachment} isMine={isMine} />
    </>
  )
}
