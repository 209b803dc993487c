import type { Attachment } from '@chatter/shared/attachments.ts'
import { ChevronLeft, ChevronRight, Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { sizeWords } from '../../../lib/sizes.ts'
import { useWords } from '../../../lib/use-words.ts'
import { IconButton } from '../../../ui/button.tsx'
import { DialogClose, DialogFrame, DialogTitle } from '../../../ui/dialog.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { TabStops } from '../../markdown/tab-stops.ts'
import { FileName } from './file-name.tsx'
import { useFileSource } from './file-source.ts'
import { closeLightbox, stepLightbox, useLightbox } from './lightbox-state.ts'
import { Broken } from './picture.tsx'
import { SaveActions, SaveWords, useSaving } from './save-actions.tsx'
import { useZoom } from './use-zoom.ts'
import './lightbox.css'

/** Pictures alone, in the whole window: with the wheel or the keys they grow, with the pointer they move. */
export default function Lightbox() {
  const { t } = useWords()
  const open = useLightbox(state => state.open)
  const shown = open?.pictures[open.at]
  if (!open || !shown) return null
  const { pictures, at } = open
  return (
    <DialogFrame className="lightbox" onClose={closeLightbox}>
      <TabStops value={true}>
        <One
          key={shown.id}
          attachment={shown}
          position={pictures.length > 1 ? { at: at + 1, count: pictures.length } : null}
        />
        {pictures.length > 1 && (
          <>
            <IconButton
              className="lightbox-step lightbox-previous"
              name={t('files.previous')}
              disabled={at === 0}
              onClick={() => stepLightbox(-1)}
            >
              <ChevronLeft size={26} aria-hidden="true" />
            </IconButton>
            <IconButton
              className="lightbox-step lightbox-next"
              name={t('files.next')}
              disabled={at === pictures.length - 1}
              onClick={() => stepLightbox(1)}
            >
              <ChevronRight size={26} aria-hidden="true" />
            </IconButton>
          </>
        )}
        <DialogClose />
      </TabStops>
    </DialogFrame>
  )
}

type OneProps = { attachment: Attachment; position: { at: number; count: number } | null }

function One({ attachment, position }: OneProps) {
  const { t, language } = useWords()
  const { name, size, hasThumbnail } = attachment
  const saving = useSaving(attachment)
  const whole = useFileSource(attachment, 'alone')
  const thumbnail = useFileSource(attachment, 'thumbnail', Boolean(hasThumbnail))
  const [isThere, setThere] = useState(false)
  const stage = useRef<HTMLDivElement>(null)
  const { zoom, picture, measure, listeners, grow, reset } = useZoom(stage, attachment)

  // The focus is lost with a picture that makes room for the next, so keys are heard wherever it is.
  const press = useRef<(event: KeyboardEvent) => void>(undefined)
  press.current = event => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return
    const act = {
      ArrowLeft: () => stepLightbox(-1),
      ArrowRight: () => stepLightbox(1),
      Home: () => stepLightbox(Number.NEGATIVE_INFINITY),
      End: () => stepLightbox(Number.POSITIVE_INFINITY),
      '+': () => grow(1.5),
      '=': () => grow(1.5),
      '-': () => grow(1 / 1.5),
      '0': reset,
    }[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  useEffect(() => {
    const hear = (event: KeyboardEvent) => press.current?.(event)
    window.addEventListener('keydown', hear)
    return () => window.removeEventListener('keydown', hear)
  }, [])
  const place = {
    width: picture.width,
    height: picture.height,
    transform: `translate(-50%, -50%) translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})`,
  }
  return (
    <div className="lightbox-one">
      <header className="lightbox-head">
        <div className="lightbox-words">
          <DialogTitle className="lightbox-name">
            <FileName name={name} />
          </DialogTitle>
          <p className="lightbox-facts">
            {position && `${t('files.position', position)} · `}
            {sizeWords(size, language)}
            {saving.isTold && ' · '}
            <SaveWords saving={saving} />
          </p>
        </div>
        <IconButton name={t('files.zoomOut')} disabled={zoom.scale <= 1} onClick={() => grow(1 / 1.5)}>
          <ZoomOut size={18} aria-hidden="true" />
        </IconButton>
        <IconButton name={t('files.zoomIn')} onClick={() => grow(1.5)}>
          <ZoomIn size={18} aria-hidden="true" />
        </IconButton>
        <IconButton name={t('files.zoomFit')} disabled={zoom.scale === 1} onClick={reset}>
          <Maximize size={17} aria-hidden="true" />
        </IconButton>
        <SaveActions attachment={attachment} saving={saving} withOpen />
      </header>
      <div ref={stage} className="lightbox-stage" data-zoomed={zoom.scale > 1 || undefined} {...listeners}>
        {whole.isBroken ? (
          <div className="lightbox-trouble">
            <Broken retry={whole.retry} />
          </div>
        ) : (
          <>
            {thumbnail.url && !thumbnail.isBroken && !isThere && (
              <img
                className="lightbox-image"
                src={thumbnail.url}
                alt=""
                style={place}
                onError={thumbnail.fail}
              />
            )}
            {whole.url && (
              <img
                className="lightbox-image"
                src={whole.url}
                alt={name}
                style={isThere ? place : { ...place, opacity: 0 }}
                // Where it cannot be moved about in the window, it can be taken out of it.
                draggable={zoom.scale === 1}
                onDragStart={saving.dragOut}
                onLoad={({ currentTarget }) => {
                  measure(currentTarget)
                  setThere(true)
                }}
                onError={whole.fail}
              />
            )}
            {!isThere && (
              <span className="lightbox-wait">
                <Spinner />
              </span>
            )}
          </>
        )}
      </div>
    </div>
  )
}
