/** Posts that carry more than words: that reply, mention somebody, have files, or were written elsewhere first. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import { type Message, type PostMessage, parseBody, type Quote } from '@chatter/shared/messages.ts'
import type { FastifyInstance } from 'fastify'
import { findMentioned } from '../mentions/mentions.ts'
import { requote } from './messages.changes.ts'
import { notPostable } from './messages.files.ts'
import type { Draft } from './messages.ledger.ts'
import { quoteOf } from './messages.quotes.ts'
import * as table from './messages.table.ts'

/** Whether there is more to a post than its words. */
export function carriesMore({ body, replyTo, forwards, attachmentIds }: PostMessage): boolean {
  return replyTo !== undefined || forwards !== undefined || attachmentIds !== undefined || body.includes('@')
}

/**
 * Writes such a post.
 * @throws ChatterError as `postMessage` does; `invalid_input` when it replies to what cannot be replied to, or takes
 *   attachments that it cannot take
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
  { roomId, body, replyTo, forwards, attachmentIds = [] }: PostMessage,
): Promise<Pick<Draft, 'body' | 'extras' | 'files'>> {
  const quoted = replyTo === undefined ? {} : { replyTo: await quote(app, account, { roomId, seq: replyTo }) }
  if (new Set(attachmentIds).size < attachmentIds.length || (forwards && attachmentIds.length > 0))
    throw notPostable()
  if (forwards) {
    const { extras, ...copied } = copyOf(await source(app, account, forwards))
    return { ...copied, extras: { ...quoted, ...extras } }
  }
  const files = attachmentIds.length > 0 ? { ids: attachmentIds, areCopied: false } : undefined
  const words = parseBody(body, files !== undefined)
  const mentioned = await findMentioned(app, account, roomId, words)
  return { body: words, extras: { ...quoted, ...mentioned }, files }
}

/** What a forwarded post takes from its source. What went from person to person is not here, and so stays there. */
function copyOf({ body, author, createdAt, forwarded = { author, createdAt }, attachments = [] }: Message) {
  const ids = attachments.filter(({ isDirect }) => !isDirect).map(({ id }) => id)
  if (body === '' && ids.length === 0)
    throw new ChatterError('message_empty', 'There is nothing in the message that can be forwarded.')
  return { body, extras: { forwarded }, files: ids.length > 0 ? { ids, areCopied: true } : undefined }
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
