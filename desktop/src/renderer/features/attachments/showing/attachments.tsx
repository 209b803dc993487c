import type { Attachment } from '@chatter/shared/attachments.ts'
import type { Message } from '@chatter/shared/messages.ts'
import { CheckCheck, Download } from 'lucide-react'
import { memo, useCallback, useEffect, useRef, useState } from 'react'
import { sizeWords } from '../../../lib/sizes.ts'
import { clockTime, exactTime } from '../../../lib/times.ts'
import { useWords } from '../../../lib/use-words.ts'
import { Button } from '../../../ui/button.tsx'
import { useTabIndex } from '../../markdown/tab-stops.ts'
import { useClientState, useMe } from '../../session/use-client.ts'
import { saveAll, sizeOf, useToSave } from './downloads.ts'
import { FileCard } from './file-card.tsx'
import { Film } from './film.tsx'
import { Gallery } from './gallery.tsx'
import { lookOf } from './looks.ts'
import { NotSaved } from './not-saved.tsx'
import { Picture } from './picture.tsx'
import { Sound } from './sound.tsx'
import { TextPreview } from './text-preview.tsx'
import { useWheres } from './where.ts'
import './attachments.css'

/** The files of a post: pictures together, and below them each as what it is. */
export const Attachments = memo(function Attachments({ message }: { message: Message }) {
  const me = useMe()
  const { attachments = [] } = message
  const wheres = useWheres(attachments)
  const isNowhere = (each: Attachment) => wheres[attachments.indexOf(each)] === 'nowhere'
  const [lost, setLost] = useState<ReadonlySet<string>>(new Set())
  const isPicture = (each: Attachment) => lookOf(each) === 'picture' && !lost.has(each.id) && !isNowhere(each)
  const lose = useCallback((id: string) => setLost(before => new Set(before).add(id)), [])
  const find = useCallback(
    (id: string) => setLost(before => new Set([...before].filter(one => one !== id))),
    [],
  )
  if (attachments.length === 0) return null
  const pictures = attachments.filter(isPicture)
  const others = attachments.filter(each => !isPicture(each))
  const isMine = message.author.id === me.id
  return (
    <div className="attachments">
      <Gallery pictures={pictures}>
        {(attachment, place) => <Picture attachment={attachment} all={pictures} onLost={lose} {...place} />}
      </Gallery>
      {pictures.map(attachment => (
        <NotSaved key={attachment.id} attachment={attachment} isMine={isMine} />
      ))}
      {others.map(attachment => {
        const Shown = isNowhere(attachment) ? FileCard : One
        return <Shown key={attachment.id} attachment={attachment} isMine={isMine} retry={find} />
      })}
      {attachments.length > 1 && <SaveAll attachments={attachments} />}
      {isMine && <Received attachments={attachments} />}
    </div>
  )
})

type OneProps = { attachment: Attachment; isMine: boolean; retry: (id: string) => void }

function One({ attachment, isMine, retry }: OneProps) {
  switch (lookOf(attachment)) {
    case 'picture':
      return <LostPicture attachment={attachment} isMine={isMine} retry={retry} />
    case 'film':
      return <Film attachment={attachment} isMine={isMine} />
    case 'sound':
      return <Sound attachment={attachment} isMine={isMine} />
    case 'text':
      return <TextPreview attachment={attachment} isMine={isMine} />
    default:
      return <FileCard attachment={attachment} isMine={isMine} />
  }
}

/** What is no picture after all, or none any more, is a file like others. With a new connection it is tried again by itself. */
function LostPicture({ attachment, isMine, retry }: OneProps) {
  const { t } = useWords()
  const tabIndex = useTabIndex()
  const { id } = attachment
  const isOnline = useClientState(({ connection }) => connection.state === 'online')
  const wasOnline = useRef(isOnline)
  useEffect(() => {
    if (isOnline && !wasOnline.current) retry(id)
    wasOnline.current = isOnline
  }, [isOnline, id, retry])
  const note = (
    <>
      {t(attachment.isDirect ? 'direct.changed' : 'files.broken')}
      <Button size="small" look="quiet" tabIndex={tabIndex} onClick={() => retry(id)}>
        {t('files.again')}
      </Button>
    </>
  )
  return <FileCard attachment={attachment} isMine={isMine} note={note} />
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
