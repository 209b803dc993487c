/** Saying something with one emoji. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Message } from '@chatter/shared/messages.ts'
import {
  parseEmoji,
  type React,
  type Reaction,
  reactionLimit,
  reactionsWith,
  reactionsWithout,
} from '@chatter/shared/reactions.ts'
import type { FastifyInstance } from 'fastify'
import type { Extras } from '../../lib/messages.row.ts'
import { changeMessage, refuseUnlessPost } from '../messages/messages.changes.ts'
import { deleteReaction, insertReaction } from './reactions.table.ts'

/**
 * Puts an emoji on a post of a room that the person is in; once, however often it is done.
 * @throws ChatterError `not_found`; `invalid_input` when it is not one emoji; `conflict` when the post has too many
 */
export function addReaction(app: FastifyInstance, account: Account, request: React): Promise<Message> {
  const emoji = parseEmoji(request.emoji)
  return changeMessage(app, account, request, async ({ trx, message, extras }) => {
    refuseUnlessPost(message)
    const { reactions = [] } = extras
    const accountIds = reactions.find(one => one.emoji === emoji)?.accountIds
    if (accountIds?.includes(account.id)) return undefined
    if (!accountIds && reactions.length === reactionLimit)
      throw new ChatterError('conflict', `A message has at most ${reactionLimit} different emoji.`)
    await insertReaction(trx, { roomId: message.roomId, seq: message.seq, emoji, accountId: account.id })
    return { extras: withReactions(extras, reactionsWith(reactions, emoji, account.id)) }
  })
}

/** Takes one's emoji off a post again. @throws ChatterError `not_found`, or `invalid_input` when it is not one emoji */
export function removeReaction(app: FastifyInstance, account: Account, request: React): Promise<Message> {
  const emoji = parseEmoji(request.emoji)
  return changeMessage(app, account, request, async ({ trx, message, extras }) => {
    refuseUnlessPost(message)
    const { reactions = [] } = extras
    if (!reactions.some(one => one.emoji === emoji && one.accountIds.includes(account.id))) return undefined
    await deleteReaction(trx, { roomId: message.roomId, seq: message.seq, emoji, accountId: account.id })
    return { extras: withReactions(extras, reactionsWithout(reactions, emoji, account.id)) }
  })
}

function withReactions({ reactions: _, ...others }: Extras, reactions: Reaction[]): Extras {
  return reactions.length > 0 ? { ...others, reactions } : others
}
