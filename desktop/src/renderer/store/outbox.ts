/**
 * Posts that the server has not acknowledged, as plain data, and what becomes of them. Of each room, one post at a time is
 * on its way, in the order of writing; rooms do not wait for each other. A post goes when its message is in the snapshot.
 */
import type { WireError } from '@chatter/shared/errors.ts'
import { knownRev } from '@chatter/shared/messages.apply.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import type { PendingPost } from './state.ts'

export type OutboxEntry = PendingPost & {
  /** Place in the order of writing. */
  order: number
  /** Was sent at least once, so that the server may have it even though it never answered. */
  wasTried: boolean
}

export type Outbox = {
  entries: readonly OutboxEntry[]
  /** On their way at this moment, by clientId. */
  flying: ReadonlySet<string>
  /** Acknowledged: the rev of the room at which the message is there, by clientId. */
  acknowledged: ReadonlyMap<string, number>
}

export const emptyOutbox: Outbox = { entries: [], flying: new Set(), acknowledged: new Map() }

export function addPost(outbox: Outbox, post: Omit<PendingPost, 'state'>): Outbox {
  const order = (outbox.entries.at(-1)?.order ?? 0) + 1
  const entry: OutboxEntry = { ...post, state: 'sending', order, wasTried: false }
  return { ...outbox, entries: [...outbox.entries, entry] }
}

/**
 * How the files of a post are: all at the server, on their way, or paused. Posts behind one whose files are on their way wait for it;
 * one with a paused file steps aside.
 */
export type FilesStanding = 'there' | 'coming' | 'paused'

/** The posts to send now: the first of each room that waits, unless it waits for its files or one of that room is on its way. */
export function postsToSend(
  { entries, flying, acknowledged }: Outbox,
  standingOf: (entry: OutboxEntry) => FilesStanding = () => 'there',
): OutboxEntry[] {
  const firsts = new Map<number, OutboxEntry>()
  for (const entry of entries)
    if (
      entry.state === 'sending' &&
      !acknowledged.has(entry.clientId) &&
      !firsts.has(entry.roomId) &&
      standingOf(entry) !== 'paused'
    )
      firsts.set(entry.roomId, entry)
  const busy = new Set(entries.filter(({ clientId }) => flying.has(clientId)).map(({ roomId }) => roomId))
  return [...firsts.values()].filter(entry => !busy.has(entry.roomId) && standingOf(entry) === 'there')
}

/** The posts whose files may go to the server, in the order of writing. */
export function postsToFill({ entries, flying, acknowledged }: Outbox): OutboxEntry[] {
  return entries.filter(
    ({ clientId, state, fileIds }) =>
      fileIds && state === 'sending' && !flying.has(clientId) && !acknowledged.has(clientId),
  )
}

export function takeOff(outbox: Outbox, clientId: string): Outbox {
  const flying = new Set(outbox.flying).add(clientId)
  return { ...changeEntry(outbox, clientId, entry => ({ ...entry, wasTried: true })), flying }
}

/** The server has it: it stays to be seen until its message is in the snapshot. */
export function acknowledge(outbox: Outbox, message: Message): Outbox {
  const { clientId, rev } = message
  if (clientId === null || !outbox.entries.some(entry => entry.clientId === clientId)) return outbox
  return { ...land(outbox, clientId), acknowledged: new Map(outbox.acknowledged).set(clientId, rev) }
}

/** No answer, or none that decides: it will be sent again, in its place. */
export function postpone(outbox: Outbox, clientId: string): Outbox {
  return land(outbox, clientId)
}

export function refuse(outbox: Outbox, clientId: string, error: WireError): Outbox {
  return changeEntry(land(outbox, clientId), clientId, entry => ({ ...entry, state: { failed: error } }))
}

export function retryPost(outbox: Outbox, clientId: string): Outbox {
  return changeEntry(outbox, clientId, entry => ({ ...entry, state: 'sending' }))
}

/**
 * Takes a post out that was not sent: one that was refused, or one that never left. Undefined for one that the server may
 * have already.
 */
export function discardPost(
  outbox: Outbox,
  clientId: string,
): { outbox: Outbox; entry: OutboxEntry } | undefined {
  const entry = outbox.entries.find(other => other.clientId === clientId)
  if (!entry || !isHere(outbox, entry)) return undefined
  return { outbox: removePosts(outbox, [clientId]), entry }
}

/** Takes one file out of a post that was not sent; with its only one, a post without words goes. */
export function removeFile(outbox: Outbox, clientId: string, fileId: string): Outbox {
  const entry = outbox.entries.find(other => other.clientId === clientId)
  if (!entry?.fileIds || !isHere(outbox, entry)) return outbox
  const fileIds = entry.fileIds.filter(id => id !== fileId)
  if (fileIds.length === 0 && entry.body === '') return removePosts(outbox, [clientId])
  const { fileIds: _, ...rest } = entry
  return changeEntry(outbox, clientId, () => (fileIds.length > 0 ? { ...rest, fileIds } : rest))
}

/** The server cannot have it. */
function isHere({ flying }: Outbox, { clientId, state, wasTried }: OutboxEntry): boolean {
  return !flying.has(clientId) && !(state === 'sending' && wasTried)
}

/** The posts of a room that are neither on their way nor acknowledged. */
export function postsAtRest({ entries, flying, acknowledged }: Outbox, roomId: number): OutboxEntry[] {
  const isAtRest = ({ clientId }: OutboxEntry) => !flying.has(clientId) && !acknowledged.has(clientId)
  return entries.filter(entry => entry.roomId === roomId && isAtRest(entry))
}

/** The posts whose messages have arrived: with these messages, or with what the snapshot is known to. */
export function arrivedPosts(
  { entries, acknowledged }: Outbox,
  snapshot: Snapshot,
  messages: readonly Message[],
): string[] {
  if (entries.length === 0) return []
  const mine = messages.filter(({ author }) => author.id === snapshot.me?.id)
  const arrived = new Set(mine.map(({ clientId }) => clientId))
  const isKnown = ({ clientId, roomId }: OutboxEntry) =>
    acknowledged.has(clientId) &&
    (!snapshot.rooms[roomId] || knownRev(snapshot, roomId) >= acknowledged.get(clientId)!)
  return entries
    .filter(entry => arrived.has(entry.clientId) || isKnown(entry))
    .map(({ clientId }) => clientId)
}

export function removePosts(outbox: Outbox, clientIds: readonly string[]): Outbox {
  if (clientIds.length === 0) return outbox
  const gone = new Set(clientIds)
  return {
    entries: outbox.entries.filter(({ clientId }) => !gone.has(clientId)),
    flying: new Set([...outbox.flying].filter(clientId => !gone.has(clientId))),
    acknowledged: new Map([...outbox.acknowledged].filter(([clientId]) => !gone.has(clientId))),
  }
}

/** Notes something about a post. */
export function changePost(outbox: Outbox, clientId: string, known: Partial<OutboxEntry>): Outbox {
  return changeEntry(outbox, clientId, entry => ({ ...entry, ...known }))
}

function land(outbox: Outbox, clientId: string): Outbox {
  if (!outbox.flying.has(clientId)) return outbox
  return { ...outbox, flying: new Set([...outbox.flying].filter(other => other !== clientId)) }
}

function changeEntry(outbox: Outbox, clientId: string, change: (entry: OutboxEntry) => OutboxEntry): Outbox {
  return {
    ...outbox,
    entries: outbox.entries.map(entry => (entry.clientId === clientId ? change(entry) : entry)),
  }
}
