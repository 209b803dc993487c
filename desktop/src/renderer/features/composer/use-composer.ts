import { ChatterError, type ErrorCode } from '@chatter/shared/errors.ts'
import { bodyLength, messageLimits } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { type RefObject, useEffect, useState } from 'react'
import { dismissRefusals } from '../attachments/sending/choose-files.ts'
import { errorCode } from '../errors/error-code.ts'
import { openOverlay } from '../messages/message-overlays.ts'
import { newestEditable } from '../messages/post-rights.ts'
import { useClient, useClientState, useMe } from '../session/use-client.ts'
import { endEdit, endReply, startEdit, tellPosted, useComposerText } from './composer-text.ts'

/**
 * What is written in a room, and what becomes of it: a post, a reply, or another wording of a post. The text lives in the
 * textarea itself, and is only ever set from outside while no syllable is being composed.
 */
export function useComposer(room: Room, input: RefObject<HTMLTextAreaElement | null>) {
  const client = useClient()
  const me = useMe()
  const draft = useClientState(({ drafts }) => drafts[room.id])
  const [text, setText] = useState(() => draft?.text ?? '')
  const [problem, setProblem] = useState<ErrorCode | null>(null)
  const [isSaving, setSaving] = useState(false)
  const read = () => client.store.getState().drafts[room.id]

  const show = (text: string) => {
    if (input.current) input.current.value = text
    setText(text)
    setProblem(null)
  }
  const type = (text: string) => {
    setText(text)
    setProblem(null)
    client.draft(room.id, { ...read(), text })
    if (text.trim() !== '' && read()?.editing === undefined) client.typing(room.id)
  }
  const post = (written: string) => {
    const { trays, files } = client.store.getState()
    const tray = trays[room.id] ?? []
    if (written.trim() === '' && tray.length === 0) return
    if (tray.some(id => files[id]?.progress.state === 'missing')) return
    dismissRefusals(room.id)
    client.post(room.id, written, read()?.replyTo)
    tellPosted()
    show('')
  }
  const save = async (seq: number, written: string) => {
    const known = client.store.getState().snapshot.timelines[room.id]?.messages
    const original = known?.find(message => message.seq === seq)
    if (written.trim() === '' && original && !original.attachments)
      return openOverlay({ kind: 'delete', message: original })
    if (original?.body === written.trimEnd()) return endEdit(client, room.id)
    setSaving(true)
    try {
      await client.editMessage(room.id, seq, written)
      if (read()?.editing === undefined) show(read()?.text ?? '')
    } catch (failure) {
      setProblem(failure instanceof ChatterError ? failure.code : errorCode(failure))
    } finally {
      setSaving(false)
    }
  }
  const send = () => {
    const written = input.current?.value ?? ''
    const { editing } = read() ?? {}
    if (isSaving || bodyLength(written.trimEnd()) > messageLimits.body) return
    if (editing === undefined) post(written)
    else void save(editing, written)
  }

  /** @returns false when there is nothing to go back from */
  const goBack = (): boolean => {
    const { editing, replyTo } = read() ?? {}
    if (isSaving) return true
    if (editing !== undefined) endEdit(client, room.id)
    else if (replyTo) endReply(client, room.id)
    return editing !== undefined || replyTo !== undefined
  }
  /** @returns false when there is nothing to edit */
  const editNewest = (): boolean => {
    const messages = client.store.getState().snapshot.timelines[room.id]?.messages ?? []
    const newest = input.current?.value === '' && !read() && newestEditable(messages, room, me.id)
    if (newest) startEdit(client, newest)
    return Boolean(newest)
  }

  useChanged(room.id, input, () => show(read()?.text ?? ''))
  return { text, draft, problem, isSaving, type, send, goBack, editNewest }
}

/** Shows what was put back from a failed post, is to be edited, or was being written before an edit. */
function useChanged(roomId: number, input: RefObject<HTMLTextAreaElement | null>, show: () => void): void {
  const changed = useComposerText(state => state.changed)
  // biome-ignore lint/correctness/useExhaustiveDependencies: shown once, when it comes
  useEffect(() => {
    if (changed?.roomId !== roomId) return
    useComposerText.setState({ changed: null })
    show()
    input.current?.focus()
  }, [changed, roomId])
}
