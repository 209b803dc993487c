/**
 * How a message changes: whatever changes of what people see of it is the room's next change, which everybody hears as the
 * whole message in its new form. The posts that quote it change with it.
 */
import type { Account } from '@chatter/shared/accounts.ts'
import type { Attachment } from '@chatter/shared/attachments.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { MemberRole } from '@chatter/shared/rooms.ts'
import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { isConnectionLost } from '../../lib/database-errors.ts'
import type { Said } from '../../lib/nodes.ts'
import { transact } from '../../lib/transact.ts'
import * as table from './messages.changes.table.ts'
import { isSameQuote, quoteOf } from './messages.quotes.ts'

/** Messages that change by one statement, and that one event tells of. */
const atOnce = 256

export type Address = { roomId: number; seq: number }

/** A post that nobody else changes until the transaction ends. */
export type Changing = {
  trx: Knex
  message: Message
  extras: table.Stored['extras']
  room: table.LockedRoom & { role: MemberRole }
}

/** Decides, inside the transaction, what changes; undefined when nothing does. @throws ChatterError to refuse */
export type Decide = (changing: Changing) => Promise<table.Change | undefined> | table.Change | undefined

/** Runs after the commit, before anybody hears of the change; what it returns is said right after they heard. */
export type Follow = () => Promise<readonly Said[]>

/**
 * Changes a message of a room that the person is in, and tells the room.
 * @returns the message as it is now
 * @throws ChatterError `not_found` when there is no such room for the person, or no such message in it
 */
export async function changeMessage(
  app: FastifyInstance,
  account: Account,
  address: Address,
  decide: Decide,
  follow?: Follow,
): Promise<Message> {
  const { roomId, seq } = address
  const { untold } = app.messageNews
  const key = `${roomId} ${seq}`
  const { message, changed } = await transact(app.db, async trx => {
    const room = await table.lockRoom(trx, roomId, account.id)
    if (!room?.role) throw new ChatterError('not_found', 'There is no such room.')
    const stored = await table.findStored(trx, roomId, seq)
    if (!stored) throw noSuchMessage()
    const { message, extras } = stored
    const change = await decide({ trx, message, extras, room: { ...room, role: room.role } })
    return change ? apply(trx, stored, change, room.rev) : { message, changed: [] as Message[] }
  }).catch((error: unknown) => {
    if (isConnectionLost(error)) untold.add(key)
    throw error
  })
  if (untold.take(key) && changed.length === 0) changed.push(message)
  if (changed.length > 0) {
    const arrived = app.messageNews.expect(roomId)
    const behind = await followUp(app, address, follow)
    for (const [n, messages] of inParts(changed).entries())
      app.messageNews.changed({ roomId, messages }, n === 0 ? behind : [])
    arrived()
  }
  return message
}

/** The change is on disk, so the room hears of it, whatever happens after. */
async function followUp(app: FastifyInstance, address: Address, follow?: Follow): Promise<readonly Said[]> {
  try {
    return (await follow?.()) ?? []
  } catch (error) {
    app.log.error({ err: error, ...address }, 'what follows a change was not told')
    return []
  }
}

async function apply(trx: Knex, stored: table.Stored, change: table.Change, roomRev: number) {
  const { roomId } = stored.message
  const message = await table.updateMessage(trx, stored, change, roomRev + 1)
  const hasOtherWords = change.body !== undefined || change.deletedAt !== undefined
  const changed = [message, ...(hasOtherWords ? await requoteReplies(trx, message) : [])]
  await table.updateRoomRev(trx, roomId, roomRev + changed.length)
  return { message, changed }
}

/**
 * Makes the posts that reply to a message quote it as it is now, each as a change of its own. They are few statements, as
 * nobody else writes to the room meanwhile.
 */
async function requoteReplies(trx: Knex, original: Message): Promise<Message[]> {
  const { roomId, seq, rev } = original
  const quote = quoteOf(original)
  const changed: Message[] = []
  for (const seqs of inParts(await table.selectReplies(trx, roomId, seq))) {
    const replies = await table.findAllStored(trx, roomId, seqs)
    const old = replies.filter(({ extras }) => !isSameQuote(extras.replyTo, quote))
    changed.push(...(await table.updateQuotes(trx, roomId, old, quote, rev + changed.length + 1)))
  }
  return changed
}

function inParts<One>(all: readonly One[]): One[][] {
  const starts = Array.from({ length: Math.ceil(all.length / atOnce) }, (_, n) => n * atOnce)
  return starts.map(start => all.slice(start, start + atOnce))
}

/**
 * Puts right what a new reply quotes, where its original changed between being quoted and the reply's commit: who changed it
 * could not know of the reply. Returns the reply as it is now.
 */
export async function requote(app: FastifyInstance, reply: Message): Promise<Message> {
  const { roomId, seq, replyTo } = reply
  if (!replyTo) return reply
  const original = await table.findStored(app.db, roomId, replyTo.seq)
  if (!original || isSameQuote(replyTo, quoteOf(original.message))) return reply
  const changed = await transact(app.db, async trx => {
    const room = await table.lockRoom(trx, roomId, reply.author.id)
    const original = await table.findStored(trx, roomId, replyTo.seq)
    const stored = await table.findStored(trx, roomId, seq)
    if (!room || !original || !stored?.extras.replyTo) return undefined
    const quote = quoteOf(original.message)
    if (isSameQuote(stored.extras.replyTo, quote)) return undefined
    const extras = { ...stored.extras, replyTo: quote }
    const message = await table.updateMessage(trx, stored, { extras }, room.rev + 1)
    await table.updateRoomRev(trx, roomId, room.rev + 1)
    return message
  })
  if (changed) app.messageNews.changed({ roomId, messages: [changed] })
  return changed ?? reply
}

/**
 * Changes the attachments of a post without anybody's doing; a post that is left with nothing is deleted. People learn of it
 * when they catch up next.
 */
export async function reviseAttachments(
  db: Knex,
  { roomId, seq }: Address,
  revise: (attachment: Attachment) => Attachment | undefined,
): Promise<void> {
  await transact(db, async trx => {
    const room = await table.lockRoom(trx, roomId, 0)
    const stored = await table.findStored(trx, roomId, seq)
    if (!room || !stored?.extras.attachments) return
    const { attachments: before, ...extras } = stored.extras
    const attachments = before.flatMap(one => revise(one) ?? [])
    const isLeft = stored.message.body !== '' || attachments.length > 0
    if (!isLeft) await table.deleteBelongings(trx, stored.message)
    const { mentions, mentionsRoom } = extras
    const change = isLeft
      ? { extras: { ...extras, ...(attachments.length > 0 && { attachments }) } }
      : {
          body: '',
          editedAt: null,
          deletedAt: Date.now(),
          extras: { ...(mentions && { mentions }), ...(mentionsRoom && { mentionsRoom }) },
        }
    await apply(trx, stored, change, room.rev)
  })
}

/** @throws ChatterError `not_found` for a notice, and for a post that was deleted */
export function refuseUnlessPost({ kind, deletedAt }: Message): void {
  if (kind !== 'post' || deletedAt !== undefined) throw noSuchMessage()
}

export function noSuchMessage(): ChatterError {
  return new ChatterError('not_found', 'There is no such message.')
}
