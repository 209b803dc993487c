import type { Attachment } from '@chatter/shared/attachments.ts'
import { useWords } from '../../../lib/use-words.ts'
import { FileCard } from './file-card.tsx'
import { useFileSource } from './file-source.ts'
import './player.css'

/** A recording, with its file. Nothing of it is loaded before it is played. */
export function Sound({ attachment, isMine }: { attachment: Attachment; isMine: boolean }) {
  const { t } = useWords()
  const sound = useFileSource(attachment, 'whole')
  const note = sound.isBroken ? t('files.unplayable') : undefined
  return (
    <FileCard attachment={attachment} isMine={isMine} note={note}>
      {!sound.isBroken && (
        // biome-ignore lint/a11y/useMediaCaption: it is what somebody sent, without captions
        <audio
          className="sound-player"
          src={sound.url}
          controls
          controlsList="nodownload noremoteplayback"
          preload="none"
          aria-label={attachment.name}
          onError={sound.fail}
          onKeyDown={event => event.stopPropagation()}
        />
      )}
    </FileCard>
  )
}
