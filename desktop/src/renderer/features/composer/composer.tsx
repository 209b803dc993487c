import { bodyLength, messageLimits } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { clsx } from 'clsx'
import { Check, Megaphone, SendHorizontal, UserX } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../lib/use-keys.ts'
import { AttachButton } from '../attachments/sending/attach-button.tsx'
import { FileTray, useTray } from '../attachments/sending/file-tray.tsx'
import { useFilePaste } from '../attachments/sending/use-file-paste.ts'
import { MentionList } from '../mentions/mention-list.tsx'
import { useMentionList } from '../mentions/use-mention-list.ts'
import { closedBy } from '../messages/post-rights.ts'
import { EmojiList } from '../reactions/emoji-list.tsx'
import { useEmojiList } from '../reactions/use-emoji-list.ts'
import { useRoomName } from '../rooms/room-name.ts'
import { TypingLine } from '../typing/typing-line.tsx'
import { ComposerAbove } from './composer-above.tsx'
import { ComposerEmoji } from './composer-emoji.tsx'
import { ComposerNote } from './composer-note.tsx'
import { useComposerText } from './composer-text.ts'
import { useComposer } from './use-composer.ts'
import './composer.css'

/** Where one writes, unless only moderators do, or nobody would read it. What was being written waits. */
export function Composer({ room }: { room: Room }) {
  const { t } = useTranslation()
  const closed = closedBy(room)
  if (closed === null) return <OpenComposer room={room} />
  const isDeactivated = closed === 'deactivation'
  const Icon = isDeactivated ? UserX : Megaphone
  return (
    <div className="composer">
      <p className="composer-closed">
        <Icon size={16} aria-hidden="true" />
        {t(isDeactivated ? 'composer.deactivated' : 'composer.closed')}
      </p>
      <div className="composer-below">
        <TypingLine roomId={room.id} />
      </div>
    </div>
  )
}

/** Never disabled: without a connection, posts wait in the outbox. */
function OpenComposer({ room }: { room: Room }) {
  const { t } = useTranslation()
  const name = useRoomName(room)
  const input = useRef<HTMLTextAreaElement>(null)
  const { text, draft, problem, isSaving, type, send, goBack, editNewest } = useComposer(room, input)
  const mentions = useMentionList(room, input)
  const emoji = useEmojiList(input)
  const completions = [mentions, emoji]
  const isEditing = draft?.editing !== undefined
  const length = text.length > messageLimits.body / 2 ? bodyLength(text.trimEnd()) : 0
  const tray = useTray(room.id)
  const hasFiles = tray.count > 0 && !isEditing
  const hasSomething = text.trim() !== '' || hasFiles
  const canSend = hasSomething && length <= messageLimits.body && !isSaving && (isEditing || tray.canGo)
  const sendName = t(isEditing ? 'composer.save' : 'composer.send')

  useKeys(input, ({ key, shift }, event) => {
    // Goes to another room, whatever is written here.
    if (event?.altKey) return false
    if (completions.some(({ press }) => press(key, shift))) return true
    if (key === 'Escape' && !shift) return goBack()
    if (key === 'ArrowUp' && !shift) return editNewest()
    if (key !== 'Enter' || shift) return false
    send()
    return true
  })
  useFocus(input)
  useFilePaste(room.id)

  return (
    <div className="composer">
      <MentionList {...mentions} />
      <EmojiList {...emoji} />
      <FileTray room={room} isForNext={isEditing} />
      <ComposerAbove room={room} draft={draft} problem={problem} />
      <div className={clsx('composer-frame', length > messageLimits.body && 'composer-over')}>
        {!isEditing && <AttachButton roomId={room.id} />}
        <textarea
          ref={input}
          className="composer-input"
          data-focus-home=""
          rows={1}
          aria-label={t('composer.message')}
          aria-describedby="composer-note"
          placeholder={t(room.peer ? 'composer.toPerson' : 'composer.toRoom', { name })}
          defaultValue={text}
          dir="auto"
          spellCheck
          {...(emoji.isOpen ? emoji.aria : mentions.aria)}
          onInput={event => {
            type(event.currentTarget.value)
            for (const { look } of completions) look()
          }}
          onSelect={() => completions.map(({ look }) => look())}
          onBlur={() => completions.map(({ close }) => close())}
        />
        <ComposerEmoji input={input} />
        <button
          type="button"
          className="composer-send"
          aria-label={sendName}
          data-hint={sendName}
          aria-disabled={!canSend}
          onClick={() => {
            send()
            input.current?.focus()
          }}
        >
          {isEditing ? (
            <Check size={18} aria-hidden="true" />
          ) : (
            <SendHorizontal size={18} aria-hidden="true" />
          )}
        </button>
      </div>
      <div className="composer-below">
        <TypingLine roomId={room.id} />
        <ComposerNote length={length} isEmpty={text === ''} isEditing={isEditing} />
      </div>
    </div>
  )
}

function useFocus(input: React.RefObject<HTMLTextAreaElement | null>): void {
  const focuses = useComposerText(state => state.focuses)
  // biome-ignore lint/correctness/useExhaustiveDependencies: also once for each time it is asked for
  useEffect(() => input.current?.focus(), [input, focuses])
}
