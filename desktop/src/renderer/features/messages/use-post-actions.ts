import type { Attachment } from '@chatter/shared/attachments.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import {
  Copy,
  CornerUpLeft,
  Download,
  Forward,
  History,
  Link,
  MailOpen,
  Pencil,
  Pin,
  PinOff,
  SmilePlus,
  Trash2,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { permalinkTo } from '../../lib/permalink.ts'
import { sizeWords } from '../../lib/sizes.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { saveAll, sizeOf, useToSave } from '../attachments/showing/downloads.ts'
import { startEdit, startReply } from '../composer/composer-text.ts'
import { useClient, useClientState, useMe } from '../session/use-client.ts'
import { openOverlay, type Point } from './message-overlays.ts'
import { rightsOn } from './post-rights.ts'
import { quoteOf } from './quotes.ts'
import { useTelling } from './use-telling.ts'

const noFiles: readonly Attachment[] = []

/** Everything that can be done with a message, as the lines of its menu. */
export function usePostActions(room: Room, message: Message, at: Point): MenuEntry[] {
  const { t, i18n } = useTranslation()
  const client = useClient()
  const me = useMe()
  const tell = useTelling()
  const rights = rightsOn(message, room, me.id)
  const { roomId, seq, pinned, body, attachments = noFiles } = message
  const serverUrl = useClientState(state => state.serverUrl)
  const unsaved = useToSave(serverUrl, attachments)
  const isPost = message.kind === 'post'
  const isThere = isPost && message.deletedAt === undefined
  const only = (is: boolean, ...entries: MenuEntry[]) => (is ? entries : [])
  const copy = (text: string) => void navigator.clipboard.writeText(text)
  return tidy([
    ...only(rights.react, {
      name: t('messages.react'),
      Icon: SmilePlus,
      onChoose: () => openOverlay({ kind: 'emoji', message, at }),
    }),
    ...only(rights.reply, {
      name: t('messages.reply'),
      Icon: CornerUpLeft,
      onChoose: () => startReply(client, roomId, quoteOf(message)),
    }),
    ...only(rights.edit, {
      name: t('messages.edit'),
      Icon: Pencil,
      keys: '↑',
      onChoose: () => startEdit(client, message),
    }),
    ...only(isThere, {
      name: t('messages.forward'),
      Icon: Forward,
      onChoose: () => openOverlay({ kind: 'forward', message }),
    }),
    'line',
    ...only(
      rights.pin,
      pinned
        ? { name: t('messages.unpin'), Icon: PinOff, onChoose: () => tell(client.unpin(roomId, seq)) }
        : { name: t('messages.pin'), Icon: Pin, onChoose: () => tell(client.pin(roomId, seq)) },
    ),
    ...only(message.author.id !== me.id && isPost, {
      name: t('messages.markUnread'),
      Icon: MailOpen,
      onChoose: () => tell(client.markUnread(roomId, seq)),
    }),
    ...only(isThere && message.editedAt !== undefined, {
      name: t('messages.showEdits'),
      Icon: History,
      onChoose: () => openOverlay({ kind: 'edits', message }),
    }),
    'line',
    ...only(isThere && unsaved.length > 0, {
      name: t('files.saveAll', { size: sizeWords(sizeOf(unsaved), i18n.language) }),
      Icon: Download,
      onChoose: () => saveAll(serverUrl, unsaved),
    }),
    ...only(isThere && body !== '', { name: t('messages.copyText'), Icon: Copy, onChoose: () => copy(body) }),
    {
      name: t('messages.copyLink'),
      Icon: Link,
      onChoose: () => copy(permalinkTo(serverUrl, roomId, seq)),
    },
    'line',
    ...only(rights.delete, {
      name: t('messages.delete'),
      Icon: Trash2,
      isDangerous: true,
      onChoose: () => openOverlay({ kind: 'delete', message }),
    }),
  ])
}

/** Lines stand between entries only. */
function tidy(entries: MenuEntry[]): MenuEntry[] {
  return entries.filter(
    (entry, at) =>
      entry !== 'line' ||
      (at > 0 && entries.slice(0, at).at(-1) !== 'line' && entries.slice(at).some(each => each !== 'line')),
  )
}
