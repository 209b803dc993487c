/** Posts that carry more than words: that reply, mention somebody, or were written elsewhere first. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import { type Message, type PostMessage, parseBody, type Quote } from '@chatter/shared/messages.ts'
import type { FastifyInstance } from 'fastify'
import type { Extras } from '../../lib/messages.row.ts'
import { findMentioned } from '../mentions/mentions.ts'
import { requote } from './messages.changes.ts'
import { quoteOf } from './messages.quotes.ts'
import * as table from './messages.table.ts'

/** Whether there is more to a post than its words. */
export function carriesMore({ body, replyTo, forwards }: PostMessage): boolean {
  return replyTo !== undefined || forwards !== undefined || body.includes('@')
}

/**
 * Writes such a post.
 * @throws ChatterError as `postMessage` does; `invalid_input` when it replies to what cannot be replied to
 */
export async function postCarrying(
  app: FastifyInstance,
  account: Account,
  request: PostMessage,
): Promise<Message> {
  const { id, displayName } = account
  const { roomId, clientId } = request
  const signature = { author: { id, displayName }, clientId }
  const carried = await gather(app, account, request).catch((error: unknown) => ({ error }))
  const message =
    'error' in carried
      ? await firstResult(app, signature, carried.error)
      : await app.messageWriter.write({ roomId, ...signature, ...carried, notice: null })
  return requote(app, message)
}

/** A post that is sent again answers as before, even where it could not be written any more. */
async function firstResult(
  app: FastifyInstance,
  signature: table.Signature,
  refusal: unknown,
): Promise<Message> {
  if (!(refusal instanceof ChatterError)) throw refusal
  const message = (await table.findWritten(app.db, [signature])).get(table.signatureKey(signature))
  if (!message) throw refusal
  return message
}

async function gather(
  app: FastifyInstance,
  account: Account,
  { roomId, body, replyTo, forwards }: PostMessage,
): Promise<{ body: string; extras: Extras }> {
  const quoted = replyTo === undefined ? {} : { replyTo: await quote(app, account, { roomId, seq: replyTo }) }
  if (forwards) {
    const {
      body,
      author,
      createdAt,
      forwarded = { author, createdAt },
    } = await source(app, account, forwards)
    return { body, extras: { ...quoted, forwarded } }
  }
  const words = parseBody(body)
  return { body: words, extras: { ...quoted, ...(await findMentioned(app, account, roomId, words)) } }
}

type Address = { roomId: number; seq: number }

/** What a reply quotes. */
async function quote(app: FastifyInstance, account: Account, address: Address): Promise<Quote> {
  const found = await table.findMessage(app.db, account.id, address)
  if (!found) throw new ChatterError('not_found', 'There is no such room.')
  if (!isPost(found.message))
    throw new ChatterError('invalid_input', 'There is no such message to reply to.', { field: 'replyTo' })
  return quoteOf(found.message)
}

/** What is forwarded. Who forwards has to see it; whom it mentions there is not called here. */
async function source(app: FastifyInstance, account: Account, address: Address): Promise<Message> {
  const found = await table.findMessage(app.db, account.id, address)
  if (!isPost(found?.message))
    throw new ChatterError('not_found', 'There is no such message to forward.', { field: 'forwards' })
  return found.message
}

function isPost(message: Message | undefined): message is Message {
  return message?.kind === 'post' && message.deletedAt === undefined
}
