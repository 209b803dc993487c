/** Whom a post mentions. */
import type { Account } from '@chatter/shared/accounts.ts'
import { findMentionSpans, findMentionTokens, roomMention } from '@chatter/shared/mentions.ts'
import type { Mention, Message } from '@chatter/shared/messages.ts'
import { roomMentionLimit } from '@chatter/shared/rooms.ts'
import type { FastifyInstance } from 'fastify'
import { padKeys } from '../../lib/gather.ts'
import { findHearers, type Hearers } from './mentions.table.ts'

type Mentioned = Pick<Message, 'mentions' | 'mentionsRoom'>

/**
 * The members of the room whom a body mentions, each once, and whether it mentions all of them, as its author may. What
 * mentions nobody stays plain text. One query, and none for a body without a name behind an `@`.
 */
export async function findMentioned(
  app: FastifyInstance,
  { id }: Account,
  roomId: number,
  body: string,
): Promise<Mentioned> {
  const keys = new Set(findMentionTokens(body).flatMap(({ candidates }) => candidates.map(({ key }) => key)))
  if (keys.size === 0) return {}
  const hearers = await findHearers(app.db, id, roomId, padKeys([...keys]))
  return hearers ? readMentions(body, hearers) : {}
}

function readMentions(body: string, hearers: Hearers): Mentioned {
  const everybody = { id: 0, username: roomMention }
  const who = (key: string) => (key === roomMention ? everybody : hearers.named.get(key))
  const found = new Set<Mention>(findMentionSpans(body, who).map(span => span.who))
  const mentionsRoom = found.delete(everybody) && mayMentionRoom(hearers)
  return {
    ...(found.size > 0 && { mentions: [...found] }),
    ...(mentionsRoom && { mentionsRoom: true as const }),
  }
}

/** In a large room, only those who moderate it mention everybody. */
function mayMentionRoom({ role, memberCount }: Hearers): boolean {
  return role !== 'member' || memberCount < roomMentionLimit
}
