/** Giving a post another wording, and doing away with one. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import {
  type DeleteMessage,
  type EditList,
  type EditMessage,
  type Message,
  parseBody,
} from '@chatter/shared/messages.ts'
import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import type { Extras } from '../../lib/messages.row.ts'
import { removeAttachmentsOf } from '../attachments/attachments.ts'
import { recountMarkers } from '../markers/markers.ts'
import { findMentioned } from '../mentions/mentions.ts'
import * as table from './messages.changes.table.ts'
import { type Changing, changeMessage, noSuchMessage, refuseUnlessPost } from './messages.changes.ts'
import { findMessage } from './messages.table.ts'

/**
 * Gives one's own post another wording, and keeps the one before. Whom it mentions follows its words; whether it mentions the
 * room does not, as everybody was told when it was written.
 * @throws ChatterError `not_found`, `message_empty` unless it has attachments, `message_too_long`; `forbidden` when somebody else wrote the words, and
 *   where the person may not post
 */
export async function editMessage(
  app: FastifyInstance,
  account: Account,
  { roomId, seq, body: input }: EditMessage,
): Promise<Message> {
  const body = parseBody(input, true)
  const { mentions = [] } = await findMentioned(app, account, roomId, body)
  const recounted: number[] = []
  const decide = async ({ trx, message, extras, room }: Changing) => {
    refuseUnlessPost(message)
    if (message.author.id !== account.id || extras.forwarded)
      throw new ChatterError('forbidden', 'Only who wrote a message can edit it.')
    if (room.announcement && room.role === 'member')
      throw new ChatterError('forbidden', 'Only moderators post here.')
    if (body === '' && !extras.attachments) parseBody(body)
    if (body === message.body) return undefined
    await table.insertEdit(trx, message)
    const { mentions: before = [], ...others } = extras
    recounted.splice(0, recounted.length, ...(await remention(trx, message, before, mentions)))
    const changed: Extras = { ...others, ...(mentions.length > 0 && { mentions }) }
    return { body, editedAt: Date.now(), extras: changed }
  }
  return changeMessage(app, account, { roomId, seq }, decide, () =>
    recountMarkers(app, { roomId, seq }, recounted),
  )
}

/** Stores whom a post mentions now. Returns who is mentioned no more, or newly. */
async function remention(
  trx: Knex,
  address: Message,
  before: NonNullable<Extras['mentions']>,
  now: NonNullable<Extras['mentions']>,
): Promise<number[]> {
  const without = (some: typeof before, others: typeof before) =>
    some.map(({ id }) => id).filter(id => !others.some(other => other.id === id))
  const [gone, come] = [without(before, now), without(now, before)]
  await table.replaceMentions(trx, address, { gone, come })
  return [...gone, ...come]
}

/**
 * Deletes a post: its author's, or anybody's for those who moderate. What stays tells that there was one, and whom it
 * mentioned. Deleting it twice changes nothing.
 * @throws ChatterError `not_found`, or `forbidden` for notices and for posts of others
 */
export function deleteMessage(
  app: FastifyInstance,
  account: Account,
  { roomId, seq }: DeleteMessage,
): Promise<Message> {
  let discarded: string[] = []
  const decide = async ({ trx, message, extras, room }: Changing) => {
    const moderates = room.kind !== 'direct' && room.role !== 'member'
    if (message.kind === 'notice' || (message.author.id !== account.id && !moderates))
      throw new ChatterError('forbidden', 'Only who wrote a message, or a moderator, can delete it.')
    if (message.deletedAt !== undefined) return undefined
    await table.deleteBelongings(trx, message)
    discarded = extras.attachments ? await removeAttachmentsOf(trx, message) : []
    const { mentions, mentionsRoom } = extras
    const kept: Extras = { ...(mentions && { mentions }), ...(mentionsRoom && { mentionsRoom }) }
    return { body: '', editedAt: null, deletedAt: Date.now(), extras: kept }
  }
  return changeMessage(app, account, { roomId, seq }, decide, async () => {
    app.discards.clear(discarded)
    return []
  })
}

/** Every wording that a post has had, oldest first. @throws ChatterError `not_found` */
export async function listEdits(
  app: FastifyInstance,
  account: Account,
  address: { roomId: number; seq: number },
): Promise<EditList> {
  const found = await findMessage(app.db, account.id, address)
  if (!found?.message) throw noSuchMessage()
  const { message } = found
  refuseUnlessPost(message)
  const earlier = await table.selectEdits(app.db, address)
  const { body, editedAt, createdAt } = message
  return { edits: [...earlier, { body, writtenAt: editedAt ?? createdAt }] }
}
