/** What is said in rooms: posting, announcing, reading, catching up. */
import { randomUUID } from 'node:crypto'
import type { Account, Author } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import {
  type ChangePage,
  type Message,
  type MessagePage,
  messageLimits,
  type Notice,
  type PostMessage,
  parseBody,
} from '@chatter/shared/messages.ts'
import type { FastifyInstance } from 'fastify'
import { carriesMore, postCarrying } from './messages.drafts.ts'
import * as table from './messages.table.ts'

/**
 * Writes a post, once for each clientId of an author: sent again, it answers with the first result.
 * @throws ChatterError `not_found`, `forbidden` where only moderators post, `invalid_input` for a reply to nothing or
 *   attachments that are not there to be posted, `message_empty`, `message_too_long` or `unavailable`
 */
export async function postMessage(
  app: FastifyInstance,
  account: Account,
  request: PostMessage,
): Promise<Message> {
  if (carriesMore(request)) return postCarrying(app, account, request)
  const { id, displayName } = account
  const { roomId, clientId, body } = request
  const draft = { roomId, author: { id, displayName }, clientId, body: parseBody(body), notice: null }
  return app.messageWriter.write(draft)
}

/**
 * Writes a notice about somebody into a room. What it tells has happened already, so a failure is only logged.
 * @param text the room's new name or topic
 */
export async function announce(
  app: FastifyInstance,
  roomId: number,
  { id, displayName }: Author,
  notice: Notice['type'],
  text = '',
): Promise<void> {
  const draft = { roomId, author: { id, displayName }, clientId: randomUUID(), body: text, notice }
  await app.messageWriter.write(draft).catch((error: unknown) => {
    app.log.error({ err: error, roomId, notice }, 'notice not written')
  })
}

/** Which page of history: before or after a message, around it or around a time, or the newest. */
export type PageRequest = { before?: number; after?: number; around?: number; at?: number; limit?: number }

/** @throws ChatterError `not_found`, or `invalid_input` when the page is asked for in two ways */
export async function readPage(
  app: FastifyInstance,
  account: Account,
  roomId: number,
  { limit = messageLimits.defaultPage, at, ...place }: PageRequest,
): Promise<MessagePage> {
  if (at !== undefined && Object.keys(place).length === 0) {
    const around = await findMessageAt(app, account, roomId, at)
    return readPage(app, account, roomId, { limit, around })
  }
  const range = rangeOf({ ...place, at }, limit)
  const extract = range
    ? await table.readRange(app.db, account.id, roomId, range.first, range.last)
    : await app.newestPages.read(account.id, roomId, limit)
  if (!extract) throw notFound()
  // A page before or around a place beyond the room's end is its newest page.
  if (range && place.after === undefined && range.first > extract.lastSeq && extract.lastSeq > 0)
    return readPage(app, account, roomId, { limit })
  return toPage(extract, range?.first ?? 1)
}

function rangeOf(
  { before, after, around, at }: PageRequest,
  limit: number,
): { first: number; last: number } | undefined {
  if ([before, after, around, at].filter(place => place !== undefined).length > 1)
    throw new ChatterError(
      'invalid_input',
      'Ask for messages before, after or around one, or at a time; not for two of these.',
    )
  if (before !== undefined) return { first: Math.max(1, before - limit), last: before - 1 }
  if (after !== undefined) return { first: after + 1, last: after + limit }
  if (around === undefined) return undefined
  const first = Math.max(1, around - Math.floor(limit / 2))
  return { first, last: first + limit - 1 }
}

/** How many messages are looked at in one query, when a time is looked for: a million are told apart in five. */
const looks = 15

/**
 * The `seq` of the first message at or after a time, or of the last message. Times of a room ascend with `seq`, so it is
 * found as a word in a dictionary, by a few messages at a time.
 */
async function findMessageAt(
  app: FastifyInstance,
  account: Account,
  roomId: number,
  at: number,
): Promise<number> {
  const lastSeq = await table.readLastSeq(app.db, account.id, roomId)
  if (lastSeq === undefined) throw notFound()
  // It lies after `before`, and not after `end`.
  let [before, end] = [0, Math.max(1, lastSeq)]
  while (end - before > 1) {
    const step = Math.max(1, (end - before) / (looks + 1))
    const count = Math.min(looks, end - before - 1)
    const seqs = Array.from({ length: count }, (_, index) => before + Math.round((index + 1) * step))
    const times = await table.readTimes(app.db, roomId, seqs)
    // The room is being cleared away.
    if (times.length === 0) throw notFound()
    for (const { seq, createdAt } of times)
      if (createdAt < at) before = Math.max(before, seq)
      else end = Math.min(end, seq)
  }
  return end
}

function toPage({ messages, lastSeq }: table.Extract, first: number): MessagePage {
  const start = messages[0]?.seq ?? Math.min(first, lastSeq + 1)
  const end = messages.at(-1)?.seq ?? start - 1
  return { messages, hasBefore: start > 1, hasAfter: end < lastSeq }
}

/**
 * What changed in a room since `sinceRev`. Where that is too much, or comes from a future that this server does not
 * know (its database went back to a backup), the answer is a reset with the newest page.
 * @throws ChatterError `not_found`
 */
export async function readChanges(
  app: FastifyInstance,
  account: Account,
  roomId: number,
  { sinceRev, limit = messageLimits.page }: { sinceRev: number; limit?: number },
): Promise<ChangePage> {
  const extract = await table.readChanges(app.db, account.id, roomId, sinceRev + 1, sinceRev + limit)
  if (!extract) throw notFound()
  const { messages, roomRev } = extract
  const gap = roomRev - sinceRev
  if (gap < 0 || gap > messageLimits.catchUp) return readReset(app, account, roomId)
  return { messages, rev: Math.min(sinceRev + limit, roomRev), roomRev, reset: false }
}

async function readReset(app: FastifyInstance, account: Account, roomId: number): Promise<ChangePage> {
  const extract = await table.readNewest(app.db, account.id, roomId, messageLimits.defaultPage)
  if (!extract) throw notFound()
  const { messages, roomRev } = extract
  return { messages, rev: roomRev, roomRev, reset: true }
}

function notFound() {
  return new ChatterError('not_found', 'There is no such room.')
}
