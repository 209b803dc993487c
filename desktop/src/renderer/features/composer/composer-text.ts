/** What the composer and the timeline tell each other. */
import type { Message, Quote } from '@chatter/shared/messages.ts'
import { create } from 'zustand'
import type { Client } from '../../store/client.type.ts'
import type { Draft } from '../../store/state.ts'

type ComposerText = {
  /** Waiting to be put into the composer of that room: before what is written there, or in its place. */
  waiting: { roomId: number; body: string; replaces: boolean } | null
  putBack: (roomId: number, body: string) => void
  /** Counts up when the cursor shall go to the composer. */
  focuses: number
  /** Counts up with each post, so that the timeline shows it. */
  posts: number
}

export const useComposerText = create<ComposerText>(set => ({
  waiting: null,
  putBack: (roomId, body) => set({ waiting: { roomId, body, replaces: false } }),
  focuses: 0,
  posts: 0,
}))

export function focusComposer(): void {
  useComposerText.setState(({ focuses }) => ({ focuses: focuses + 1 }))
}

export function tellPosted(): void {
  useComposerText.setState(({ posts }) => ({ posts: posts + 1 }))
}

/** What was being written when an edit began, by room; it comes back when the edit ends. */
const shelved = new Map<number, Draft>()

/** Lets the next post of the room reply to a message. */
export function startReply(client: Client, roomId: number, replyTo: Quote): void {
  if (draftOf(client, roomId).editing !== undefined) endEdit(client, roomId)
  client.draft(roomId, { text: draftOf(client, roomId).text, replyTo })
  focusComposer()
}

export function endReply(client: Client, roomId: number): void {
  client.draft(roomId, { text: draftOf(client, roomId).text })
  focusComposer()
}

/** Puts a post of mine into the composer, to give it another wording. */
export function startEdit(client: Client, { roomId, seq, body }: Message): void {
  const draft = draftOf(client, roomId)
  if (draft.editing === undefined) shelved.set(roomId, draft)
  replaceDraft(client, roomId, { text: body, editing: seq })
}

/** Goes back to what was being written before. */
export function endEdit(client: Client, roomId: number): void {
  replaceDraft(client, roomId, shelved.get(roomId) ?? { text: '' })
  shelved.delete(roomId)
}

function draftOf(client: Client, roomId: number): Draft {
  return client.store.getState().drafts[roomId] ?? { text: '' }
}

function replaceDraft(client: Client, roomId: number, draft: Draft): void {
  client.draft(roomId, draft)
  useComposerText.setState({ waiting: { roomId, body: draft.text, replaces: true } })
  focusComposer()
}
