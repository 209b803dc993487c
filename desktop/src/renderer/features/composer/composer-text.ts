/** What the composer and the timeline tell each other. */
import type { Message, Quote } from '@chatter/shared/messages.ts'
import { createAccountStore } from '../../lib/account-store.ts'
import type { Client } from '../../store/client.type.ts'
import { withoutEdit, withWordsInFront } from '../../store/drafts.ts'
import type { Draft, PostDraft } from '../../store/state.ts'

type ComposerText = {
  /** The room whose draft was changed from outside; its composer has yet to show it. */
  changed: { roomId: number } | null
  /** Counts up when the cursor shall go to the composer. */
  focuses: number
  /** Counts up with each post, so that the timeline shows it. */
  posts: number
}

export const useComposerText = createAccountStore<ComposerText>(() => ({
  changed: null,
  focuses: 0,
  posts: 0,
}))

export function focusComposer(): void {
  useComposerText.setState(({ focuses }) => ({ focuses: focuses + 1 }))
}

export function tellPosted(): void {
  useComposerText.setState(({ posts }) => ({ posts: posts + 1 }))
}

/** Gives words back that were written before: in front of what is being written, or behind the edit that is going on. */
export function putBack(client: Client, roomId: number, words: PostDraft): void {
  replaceDraft(client, roomId, withWordsInFront(draftOf(client, roomId), words))
}

/** Lets the next post of the room reply to a message. */
export function startReply(client: Client, roomId: number, replyTo: Quote): void {
  replaceDraft(client, roomId, { text: withoutEdit(draftOf(client, roomId)).text, replyTo })
}

export function endReply(client: Client, roomId: number): void {
  client.draft(roomId, { text: draftOf(client, roomId)?.text ?? '' })
  focusComposer()
}

/** Puts a post of mine into the composer, to give it another wording. */
export function startEdit(client: Client, { roomId, seq, body }: Message): void {
  const shelved = withoutEdit(draftOf(client, roomId))
  const isNothing = shelved.text === '' && !shelved.replyTo
  replaceDraft(client, roomId, { text: body, editing: seq, ...(!isNothing && { shelved }) })
}

/** Goes back to what was being written before. */
export function endEdit(client: Client, roomId: number): void {
  replaceDraft(client, roomId, withoutEdit(draftOf(client, roomId)))
}

function draftOf(client: Client, roomId: number): Draft | undefined {
  return client.store.getState().drafts[roomId]
}

function replaceDraft(client: Client, roomId: number, draft: Draft): void {
  client.draft(roomId, draft)
  showDraft(roomId)
}

/** Lets the composer of the room show what its draft is now. */
export function showDraft(roomId: number): void {
  useComposerText.setState({ changed: { roomId } })
  focusComposer()
}
