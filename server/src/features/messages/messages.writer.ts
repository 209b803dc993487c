/**
 * The one writer of new messages. What arrives while a group is being written forms the next group; after its commit,
 * each post is acknowledged, and each room hears of its messages in one event.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Message, RoomMessages } from '@chatter/shared/messages.ts'
import { isConflict, isConnectionLost, isDuplicate, isUnwritable } from '../../lib/database-errors.ts'
import { cannotWrite } from '../../lib/expected.ts'
import { toNotice } from '../../lib/messages.row.ts'
import { createUntold } from '../../lib/untold.ts'
import { carryFiles, noFiles, withFiles } from './messages.files.ts'
import type { Draft, Entry, LockedRooms, MessageLedger } from './messages.ledger.ts'
import { type Signature, signatureKey } from './messages.table.ts'

/** A group has this many posts at most, and this many characters, to stay far below MySQL's largest packet. */
const groupLimits = { posts: 256, characters: 1_000_000 }

/** What an attachment takes at most, among them its name as often as it stands in the statements. */
const charactersPerFile = 2_000

/** More than this waiting means that the database cannot follow. Clients keep what is refused, and come again. */
const queueLimit = 20_000

/** How long a group is tried again, in milliseconds. */
const patience = 4_000

export type MessageWriter = {
  /**
   * Resolves when the message is on disk; with the first result when its author wrote under this clientId before.
   * @throws ChatterError `not_found` when the author is not in the room, `forbidden` when only others post there,
   *   `invalid_input` when an attachment cannot be posted, `unavailable` when the database is
   */
  write: (draft: Draft) => Promise<Message>
  /** How many messages it has written so far. */
  written: () => number
  /** Resolves when everything that was handed in is settled. */
  drain: () => Promise<void>
}

type Surroundings = {
  ledger: MessageLedger
  findWritten: (signatures: readonly Signature[]) => Promise<Map<string, Message>>
  publish: (messages: RoomMessages) => void
  log: { error: (details: object, message: string) => void }
  /** Hears of each group: how many messages it wrote, and how many seconds that took. */
  onGroup?: (messages: number, seconds: number) => void
  /** Hears when it begins to write, and what resolves once all that was handed in meanwhile is settled. */
  onWriting?: (writing: Promise<void>) => void
  now?: () => number
}

type Waiting = {
  draft: Draft
  signature: string
  resolve: (message: Message) => void
  reject: (error: Error) => void
}

/** Drafts by signature, in order of arrival. */
type Drafts = Map<string, Draft>

/**
 * What has become of a group so far: who gets which message, by signature, what the rooms do not know yet, and who is in the room
 * but may not post this.
 */
type Progress = { messages: Map<string, Message>; news: Message[]; refusals: Map<string, ChatterError> }

export function createMessageWriter({
  ledger,
  findWritten,
  publish,
  log,
  onGroup = () => {},
  onWriting = () => {},
  now = Date.now,
}: Surroundings): MessageWriter {
  let queue: Waiting[] = []
  let writing: Promise<void> | undefined
  let written = 0
  /** Drafts by signature that may have been written when we gave up. */
  const untold = createUntold()

  function write(draft: Draft): Promise<Message> {
    if (queue.length >= queueLimit) return Promise.reject(unavailable())
    const { promise, resolve, reject } = Promise.withResolvers<Message>()
    queue.push({ draft, signature: signatureKey(draft), resolve, reject })
    if (!writing) {
      writing = writeGroups()
      onWriting(writing)
    }
    return promise
  }

  async function writeGroups() {
    // What else has arrived on other connections by now belongs to the first group.
    await new Promise(setImmediate)
    while (queue.length > 0) await settle(takeGroup(queue))
    writing = undefined
  }

  /** Writes a group, and tells everybody who waits how it ended. */
  async function settle(group: readonly Waiting[]) {
    const progress: Progress = { messages: new Map(), news: [], refusals: new Map() }
    const begun = performance.now()
    const failure = await writeAll(toDrafts(group), progress).catch((error: unknown) => ({ error }))
    written += progress.news.length
    onGroup(progress.news.length, (performance.now() - begun) / 1000)
    publishByRoom(progress.news)
    const unsettled = group.filter(one => !acknowledge(one, progress))
    if (!failure) for (const one of unsettled) refuse(one, progress)
    else if (isPassing(failure.error)) refuseWithQueue(unsettled, failure.error, unavailable)
    else if (isUnwritable(failure.error)) refuseWithQueue(unsettled, failure.error, cannotWrite)
    else if (unsettled.length > 1) for (const one of unsettled) await settle([one])
    else for (const one of unsettled) giveUp(one, failure.error)
  }

  function publishByRoom(news: readonly Message[]) {
    for (const [roomId, messages] of Map.groupBy(news, message => message.roomId))
      publish({ roomId, messages: messages.sort((a, b) => a.rev - b.rev) })
  }

  /** Those in the queue have waited as long: they come again too, instead of each group trying in vain. */
  function refuseWithQueue(group: readonly Waiting[], error: unknown, refusal: () => ChatterError) {
    const refused = [...group, ...queue]
    queue = []
    log.error({ err: error, count: refused.length }, 'database unavailable: messages refused')
    for (const { reject } of refused) reject(refusal())
  }

  function giveUp({ draft, reject }: Waiting, error: unknown) {
    log.error({ err: error, roomId: draft.roomId, authorId: draft.author.id }, 'message not written')
    reject(new ChatterError('internal', 'The message could not be written. It has been logged.'))
  }

  /**
   * Writes what is not written yet, again and again while that may help. What is refused stays without a message.
   *
   * It hopes that everything is new, which costs nothing, and looks up what was written before only when the database
   * says so, when somebody is refused (a former member may still ask for what they wrote), or when the connection was
   * lost: then our own commit may have succeeded, and what is found is news that nobody was told, now or when it is sent again.
   */
  async function writeAll(pending: Drafts, progress: Progress): Promise<void> {
    const deadline = now() + patience
    let looks = false
    let isUncertain = false
    for (let tries = 0; ; tries++) {
      try {
        if (looks) await collectWritten(pending, progress, isUncertain)
        if (pending.size > 0) await writeNew(pending, progress)
        if (looks || pending.size === 0) return
      } catch (error) {
        isUncertain ||= isConnectionLost(error)
        const isWorthTrying = isDuplicate(error) ? tries < 10 : isPassing(error) && now() < deadline
        if (!isWorthTrying) {
          if (isUncertain) for (const signature of pending.keys()) untold.add(signature)
          throw error
        }
        if (!isDuplicate(error)) await pause(Math.min(5 * 2 ** tries, 500))
        if (isConflict(error)) continue
      }
      looks = true
    }
  }

  /** Takes what was written before out of the pending. */
  async function collectWritten(pending: Drafts, progress: Progress, isNews: boolean) {
    const found = await findWritten([...pending.values()])
    for (const [signature, message] of found) {
      pending.delete(signature)
      progress.messages.set(signature, message)
      if (untold.take(signature) || isNews) progress.news.push(message)
    }
  }

  /** Writes one transaction. Those who are refused stay pending. */
  async function writeNew(pending: Drafts, progress: Progress) {
    const written = new Map<string, Entry>()
    await ledger.write([...pending.values()], rooms => {
      written.clear()
      progress.refusals = enterDrafts(pending, rooms, now(), written)
      return [...written.values()]
    })
    for (const [signature, { message }] of written) {
      pending.delete(signature)
      progress.messages.set(signature, message)
      progress.news.push(message)
    }
  }

  return {
    write,
    written: () => written,
    async drain() {
      await writing
    },
  }
}

/** The same post twice in one group is one: the first. */
function toDrafts(group: readonly Waiting[]): Drafts {
  const drafts: Drafts = new Map()
  for (const { draft, signature } of group) if (!drafts.has(signature)) drafts.set(signature, draft)
  return drafts
}

/**
 * Gives each draft the next place in its room. Who is not in the room writes nothing there; notices are the server's own.
 * Returns, by signature, why those who are in the room may not post this there.
 */
function enterDrafts(
  drafts: Drafts,
  rooms: LockedRooms,
  createdAt: number,
  written: Map<string, Entry>,
): Map<string, ChatterError> {
  const refusals = new Map<string, ChatterError>()
  const taken = new Set<string>()
  for (const [signature, draft] of drafts) {
    const counters = rooms.countersOf(draft.roomId)
    if (!counters) continue
    let files = noFiles
    if (!draft.notice) {
      const role = rooms.roleOf(draft.roomId, draft.author.id)
      if (!role) continue
      if (counters.announcement && role === 'member') {
        refusals.set(signature, new ChatterError('forbidden', 'Only moderators post here.'))
        continue
      }
      const carried = carryFiles(draft, rooms, taken)
      if (carried instanceof ChatterError) {
        refusals.set(signature, carried)
        continue
      }
      files = carried
      counters.postCount++
    }
    counters.lastSeq++
    counters.rev++
    const whole = withFiles(draft, files)
    const message = toMessage(whole, counters.lastSeq, counters.rev, createdAt)
    written.set(signature, { draft: whole, message, carried: files.carried })
  }
  return refusals
}

function toMessage(
  { roomId, author, clientId, body, notice, extras }: Draft,
  seq: number,
  rev: number,
  createdAt: number,
): Message {
  if (!notice) return { roomId, seq, rev, clientId, kind: 'post', author, body, createdAt, ...extras }
  const told = toNotice(notice, body)
  return { roomId, seq, rev, clientId: null, kind: 'notice', author, body: '', notice: told, createdAt }
}

/** Takes the next group out of the queue. */
function takeGroup(queue: Waiting[]): Waiting[] {
  let characters = 0
  let count = 0
  for (const { draft } of queue) {
    characters += draft.body.length + (draft.files?.ids.length ?? 0) * charactersPerFile
    if (count === groupLimits.posts || (count > 0 && characters > groupLimits.characters)) break
    count++
  }
  return queue.splice(0, count)
}

function acknowledge({ signature, resolve }: Waiting, { messages }: Progress): boolean {
  const message = messages.get(signature)
  if (message) resolve(message)
  return message !== undefined
}

function refuse({ signature, reject }: Waiting, { refusals }: Progress) {
  reject(refusals.get(signature) ?? new ChatterError('not_found', 'There is no such room.'))
}

/** Whether it may go well a moment later. */
function isPassing(error: unknown): boolean {
  return isConflict(error) || isConnectionLost(error)
}

function unavailable() {
  return new ChatterError('unavailable', 'The server cannot write right now. Try again in a moment.', {
    retryAfter: 1,
  })
}
