import type { Attachment } from '@chatter/shared/attachments.ts'
import type { Message } from '@chatter/shared/messages.ts'
import { CheckCheck, Download } from 'lucide-react'
import { memo, useMemo } from 'react'
import { sizeWords } from '../../../lib/sizes.ts'
import { clockTime, exactTime } from '../../../lib/times.ts'
import { useWords } from '../../../lib/use-words.ts'
import { useTabIndex } from '../../markdown/tab-stops.ts'
import { useClientState, useMe } from '../../session/use-client.ts'
import { saveAll, sizeOf, useToSave } from './downloads.ts'
import { FileCard } from './file-card.tsx'
import { Film } from './film.tsx'
import { Gallery } from './gallery.tsx'
import { type Look, lookOf } from './looks.ts'
import { Picture } from './picture.tsx'
import { isInTrouble, useSaving } from './save-actions.tsx'
import { Sound } from './sound.tsx'
import { TextPreview } from './text-preview.tsx'
import './attachments.css'

/** The files of a post: pictures together, and below them each as what it is. */
export const Attachments = memo(function Attachments({ message }: { message: Message }) {
  const me = useMe()
  const { attachments = [] } = message
  const byLook = useMemo(() => Map.groupBy(attachments, lookOf), [attachments])
  if (attachments.length === 0) return null
  const pictures = byLook.get('picture') ?? []
  const others = attachments.filter(each => lookOf(each) !== 'picture')
  const isMine = message.author.id === me.id
  return (
    <div className="attachments">
      <Gallery pictures={pictures}>
        {(attachment, place) => <Picture attachment={attachment} all={pictures} {...place} />}
      </Gallery>
      {pictures.map(attachment => (
        <NotSaved key={attachment.id} attachment={attachment} isMine={isMine} />
      ))}
      {others.map(attachment => (
        <One key={attachment.id} look={lookOf(attachment)} attachment={attachment} isMine={isMine} />
      ))}
      {attachments.length > 1 && <SaveAll attachments={attachments} />}
      {isMine && <Received attachments={attachments} />}
    </div>
  )
})

function One({ look, attachment, isMine }: { look: Look; attachment: Attachment; isMine: boolean }) {
  switch (look) {
    case 'film':
      return (
        <>
          <Film attachment={attachment} isMine={isMine} />
          <NotSaved attachment={attachment} isMine={isMine} />
        </>
      )
    case 'sound':
      return <Sound attachment={attachment} isMine={isMine} />
    case 'text':
      return <TextPreview attachment={attachment} isMine={isMine} />
    default:
      return <FileCard attachment={attachment} isMine={isMine} />
  }
}

/** On a picture there is no room for why it could not be saved or dragged: it stands as a file below, too, as long as that is so. */
function NotSaved({ attachment, isMine }: { attachment: Attachment; isMine: boolean }) {
  return isInTrouble(useSaving(attachment)) ? <FileCard attachment={attachment} isMine={isMine} /> : null
}

function SaveAll({ attachments }: { attachments: readonly Attachment[] }) {
  const { t, language } = useWords()
  const tabIndex = useTabIndex()
  const serverUrl = useClientState(state => state.serverUrl)
  const unsaved = useToSave(serverUrl, attachments)
  if (unsaved.length === 0) return null
  const size = sizeWords(sizeOf(unsaved), language)
  return (
    <button
      type="button"
      className="attachments-action"
      tabIndex={tabIndex}
      onClick={() => saveAll(serverUrl, unsaved)}
    >
      <Download size={14} aria-hidden="true" />
      {t('files.saveAll', { size })}
    </button>
  )
}

/** In a direct room: the other one's app has all of them. */
function Received({ attachments }: { attachments: readonly Attachment[] }) {
  const { t, language } = useWords()
  const times = attachments.map(({ receivedAt }) => receivedAt)
  if (times.some(time => time === undefined)) return null
  const last = Math.max(...(times as number[]))
  return (
    <p className="attachments-received" data-hint={exactTime(last, language)}>
      <CheckCheck size={13} aria-hidden="true" />
      {t('files.received', { time: clockTime(last, language) })}
    </p>
  )
}
