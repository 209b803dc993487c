/** Sends what is in the outbox: once it is on this machine's disk, again and again until the server has decided. */
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Message, PostMessage } from '@chatter/shared/messages.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import { isRefusal } from '../connection/api.ts'
import {
  acknowledge,
  addPost,
  arrivedPosts,
  changePost,
  discardPost,
  emptyOutbox,
  type FilesStanding,
  type Outbox,
  type OutboxEntry,
  postpone,
  postsAtRest,
  postsToFill,
  postsToSend,
  refuse,
  removeFile,
  removePosts,
  retryPost,
  takeOff,
} from './outbox.ts'
import { createRest } from './rest.ts'
import type { PendingPost } from './state.ts'
import type { Writing } from './writing.ts'

/** Failures inside the server that a post survives before it is called failed: it must not hold up the others for ever. */
const mostInternalFailures = 5

/** So often are the files of one post sent anew because the server gave them up before it was posted. */
const mostRefills = 3

export type OutboxOptions = {
  call: (request: PostMessage) => Promise<Message>
  /** Whether posts may go out now. */
  isReady: () => boolean
  /** The views see these entries from now on. */
  onChange: (entries: readonly OutboxEntry[]) => void
  /** The server has it, and says how it looks. */
  onPosted: (message: Message) => void
  /** The session is over. */
  onRefused: (error: ChatterError) => void
  writing: () => Writing | undefined
  random: () => number
  /** What a post comes with; without files, nothing of this is asked. */
  files?: {
    standingOf: (entry: OutboxEntry) => FilesStanding
    attachmentIds: (entry: OutboxEntry) => string[]
    /** These posts are in the room. */
    onArrived: (fileIds: readonly string[]) => void
    /** The server has none of these any more. */
    onExpired: (fileIds: readonly string[]) => void
  }
}

export type OutboxDriver = ReturnType<typeof createOutboxDriver>

export function createOutboxDriver(options: OutboxOptions) {
  const { call, isReady, onChange, onPosted, onRefused, writing, random, files } = options
  let outbox: Outbox = emptyOutbox
  /** Writes that a post waits for before it may leave. */
  const writes = new Map<string, Promise<void>>()
  const internalFailures = new Map<string, number>()
  const refills = new Map<string, number>()
  const rest = createRest({ random, onEnd: pump })

  function change(next: Outbox) {
    const isChanged = next.entries !== outbox.entries
    outbox = next
    if (isChanged) onChange(next.entries)
  }

  /** Sends everything that may go now. */
  function pump() {
    if (!isReady() || rest.isOn()) return
    for (const entry of postsToSend(outbox, standingOf)) void send(entry)
  }

  function standingOf(entry: OutboxEntry): FilesStanding {
    return entry.fileIds && files ? files.standingOf(entry) : 'there'
  }

  async function send(entry: OutboxEntry) {
    const { clientId, roomId, body, wasTried, replyTo, forwards } = entry
    change(takeOff(outbox, clientId))
    await writes.get(clientId)
    if (!wasTried) keep(clientId)
    try {
      const message = await call({
        roomId,
        clientId,
        body,
        ...(replyTo && { replyTo: replyTo.seq }),
        ...(forwards && { forwards: { roomId: forwards.roomId, seq: forwards.seq } }),
        ...(entry.fileIds && files && { attachmentIds: files.attachmentIds(entry) }),
      })
      rest.reset()
      change(acknowledge(outbox, message))
      onPosted(message)
    } catch (error) {
      if (!(error instanceof ChatterError)) throw error
      if (hasExpired(entry, error)) refill(entry)
      else fail(clientId, error)
    }
    pump()
  }

  function fail(clientId: string, error: ChatterError) {
    if (!isPassing(clientId, error)) {
      change(refuse(outbox, clientId, error.toWire()))
      keep(clientId)
      return
    }
    change(postpone(outbox, clientId))
    if (isRefusal(error)) onRefused(error)
    else if (isReady()) rest.begin(error)
  }

  /** The server gave up attachments that nobody posted for a long time. */
  function hasExpired({ clientId, fileIds }: OutboxEntry, { code, field }: ChatterError): boolean {
    if (!fileIds || !files || code !== 'invalid_input' || field !== 'attachmentIds') return false
    return (refills.get(clientId) ?? 0) < mostRefills
  }

  function refill({ clientId, fileIds = [] }: OutboxEntry) {
    refills.set(clientId, (refills.get(clientId) ?? 0) + 1)
    // It was refused, so the server does not have it.
    change(changePost(postpone(outbox, clientId), clientId, { wasTried: false }))
    keep(clientId)
    files?.onExpired(fileIds)
  }

  /** Whether the same post may be taken later. */
  function isPassing(clientId: string, error: ChatterError): boolean {
    if (error.code !== 'internal')
      return error.code === 'unavailable' || error.code === 'rate_limited' || isRefusal(error)
    const failures = (internalFailures.get(clientId) ?? 0) + 1
    internalFailures.set(clientId, failures)
    return failures < mostInternalFailures
  }

  /** Writes an entry as it is now. */
  function keep(clientId: string) {
    const entry = entryNamed(clientId)
    if (entry) void writing()?.changePost(entry)
  }

  function entryNamed(clientId: string): OutboxEntry | undefined {
    return outbox.entries.find(entry => entry.clientId === clientId)
  }

  function entryWith(fileId: string): OutboxEntry | undefined {
    return outbox.entries.find(({ fileIds }) => fileIds?.includes(fileId))
  }

  return {
    restore(entries: readonly OutboxEntry[]) {
      change({ ...outbox, entries: [...entries, ...outbox.entries] })
    },

    /** @param endsDraft whether it is what was the room's draft */
    post(post: Omit<PendingPost, 'state'>, { endsDraft }: { endsDraft: boolean }) {
      change(addPost(outbox, post))
      const write = writing()?.putPost(outbox.entries.at(-1)!, { endsDraft }) ?? Promise.resolve()
      writes.set(post.clientId, write)
      void write.then(() => writes.delete(post.clientId))
      pump()
    },

    retry(clientId: string) {
      const entry = entryNamed(clientId)
      if (!entry || entry.state === 'sending') return
      internalFailures.delete(clientId)
      refills.delete(clientId)
      change(retryPost(outbox, clientId))
      keep(clientId)
      pump()
    },

    discard(clientId: string): OutboxEntry | undefined {
      const discarded = discardPost(outbox, clientId)
      if (!discarded) return undefined
      change(discarded.outbox)
      void writing()?.removePosts([clientId])
      pump()
      return discarded.entry
    },

    /** Takes one file out of a post. */
    removeFile(fileId: string) {
      const entry = entryWith(fileId)
      if (!entry) return
      change(removeFile(outbox, entry.clientId, fileId))
      if (entryNamed(entry.clientId)) keep(entry.clientId)
      else void writing()?.removePosts([entry.clientId])
      pump()
    },

    /** A file of a post cannot get to the server. */
    refuseFile(fileId: string, error: ChatterError) {
      const entry = entryWith(fileId)
      if (!entry) return
      change(refuse(outbox, entry.clientId, error.toWire()))
      keep(entry.clientId)
      pump()
    },

    /** Sends what waited for its files. */
    pump,
    postsToFill: () => postsToFill(outbox),

    /** Takes what is not on its way to a room out of the outbox; what is written of it is the caller's to change. */
    take(roomId: number): readonly OutboxEntry[] {
      const taken = postsAtRest(outbox, roomId)
      if (taken.length > 0)
        change(
          removePosts(
            outbox,
            taken.map(({ clientId }) => clientId),
          ),
        )
      return taken
    },

    /** The outbox without what has arrived, for those who show both in one step. */
    arrive(snapshot: Snapshot, messages: readonly Message[]): readonly OutboxEntry[] {
      const arrived = arrivedPosts(outbox, snapshot, messages)
      if (arrived.length === 0) return outbox.entries
      files?.onArrived(arrived.flatMap(clientId => entryNamed(clientId)?.fileIds ?? []))
      outbox = removePosts(outbox, arrived)
      for (const clientId of arrived) internalFailures.delete(clientId)
      for (const clientId of arrived) refills.delete(clientId)
      void writing()?.removePosts(arrived)
      queueMicrotask(pump)
      return outbox.entries
    },

    /** There is a new connection: what waited for better times goes now. */
    resume: rest.wake,

    stop: rest.stop,
    /** Resolves when every post is on disk. */
    settled: () => Promise.all(writes.values()),
  }
}
