import { bodyLength, messageLimits } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { clsx } from 'clsx'
import { SendHorizontal } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../lib/use-keys.ts'
import { useRoomName } from '../rooms/room-name.ts'
import { useClient } from '../session/use-client.ts'
import { TypingLine } from '../typing/typing-line.tsx'
import { ComposerNote } from './composer-note.tsx'
import { tellPosted, useComposerText } from './composer-text.ts'
import './composer.css'

/**
 * Where one writes. Never disabled: without a connection, posts wait in the outbox. The text lives in the textarea itself, and
 * is only ever set from outside while no syllable is being composed.
 */
export function Composer({ room }: { room: Room }) {
  const { t } = useTranslation()
  const client = useClient()
  const name = useRoomName(room)
  const input = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(() => client.store.getState().drafts[room.id]?.text ?? '')
  const length = text.length > messageLimits.body / 2 ? bodyLength(text.trimEnd()) : 0
  const canSend = text.trim() !== '' && length <= messageLimits.body

  const show = (text: string) => {
    if (input.current) input.current.value = text
    setText(text)
  }
  const type = (text: string) => {
    setText(text)
    client.draft(room.id, { text })
    if (text.trim() !== '') client.typing(room.id)
  }
  const send = () => {
    const written = input.current?.value ?? ''
    if (written.trim() === '' || bodyLength(written.trimEnd()) > messageLimits.body) return
    client.post(room.id, written)
    tellPosted()
    show('')
  }

  useKeys(input, ({ key, shift }, event) => {
    if (key !== 'Enter' || shift || event?.altKey) return false
    send()
    return true
  })
  usePutBack(room.id, input, body => {
    show(body)
    client.draft(room.id, { text: body })
  })
  useFocus(input)

  return (
    <div className="composer">
      <div className={clsx('composer-frame', length > messageLimits.body && 'composer-over')}>
        <textarea
          ref={input}
          className="composer-input"
          rows={1}
          aria-label={t('composer.message')}
          aria-describedby="composer-note"
          placeholder={t(room.peer ? 'composer.toPerson' : 'composer.toRoom', { name })}
          defaultValue={text}
          dir="auto"
          spellCheck
          onInput={event => type(event.currentTarget.value)}
        />
        <button
          type="button"
          className="composer-send"
          aria-label={t('composer.send')}
          data-hint={t('composer.send')}
          aria-disabled={!canSend}
          onClick={() => {
            send()
            input.current?.focus()
          }}
        >
          <SendHorizontal size={18} aria-hidden="true" />
        </button>
      </div>
      <div className="composer-below">
        <TypingLine roomId={room.id} />
        <ComposerNote length={length} isEmpty={text === ''} />
      </div>
    </div>
  )
}

/** Takes what was put back from a failed post, before what is written already. */
function usePutBack(
  roomId: number,
  input: React.RefObject<HTMLTextAreaElement | null>,
  take: (body: string) => void,
): void {
  const waiting = useComposerText(state => state.waiting)
  // biome-ignore lint/correctness/useExhaustiveDependencies: taken once, when it comes
  useEffect(() => {
    if (waiting?.roomId !== roomId) return
    useComposerText.setState({ waiting: null })
    const written = input.current?.value.trim() ?? ''
    take(written ? `${waiting.body}\n${written}` : waiting.body)
    input.current?.focus()
  }, [waiting, roomId])
}

function useFocus(input: React.RefObject<HTMLTextAreaElement | null>): void {
  const focuses = useComposerText(state => state.focuses)
  // biome-ignore lint/correctness/useExhaustiveDependencies: also once for each time it is asked for
  useEffect(() => input.current?.focus(), [input, focuses])
}
