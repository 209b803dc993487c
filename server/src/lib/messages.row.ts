import type { Message, Notice } from '@chatter/shared/messages.ts'
import { bytesToUuid } from './uuid.ts'

/** What a query selects to make a {@link Message}, with `messages` and, as `authors`, `accounts` among its tables. */
export const messageColumns = {
  message_room_id: 'messages.room_id',
  message_seq: 'messages.seq',
  message_rev: 'messages.rev',
  message_client_id: 'messages.client_id',
  message_notice: 'messages.notice',
  message_body: 'messages.body',
  message_created_at: 'messages.created_at',
  message_edited_at: 'messages.edited_at',
  message_deleted_at: 'messages.deleted_at',
  message_extras: 'messages.extras',
  author_id: 'authors.id',
  author_display_name: 'authors.display_name',
} as const

export type MessageRow = {
  message_room_id: number
  message_seq: number
  message_rev: number
  message_client_id: Uint8Array
  message_notice: Notice['type'] | null
  message_body: string
  message_created_at: number
  message_edited_at: number | null
  message_deleted_at: number | null
  message_extras: string | null
  author_id: number
  author_display_name: string
}

/** What a message may carry beside its words. Stored as JSON in `messages.extras`. */
export type Extras = Pick<
  Message,
  'replyTo' | 'mentions' | 'mentionsRoom' | 'reactions' | 'pinned' | 'forwarded' | 'attachments'
>

/** The form in which extras are stored: null when there are none. */
export function storeExtras(extras: Extras): string | null {
  return Object.keys(extras).length > 0 ? JSON.stringify(extras) : null
}

export function readExtras(stored: string | null): Extras {
  return stored === null ? {} : (JSON.parse(stored) as Extras)
}

/** A notice keeps what it tells, such as the room's new name, where a post has its words. */
export function toNotice(type: Notice['type'], text: string): Notice {
  return text ? { type, text } : { type }
}

export function toMessage(row: MessageRow): Message {
  const { message_notice: notice, message_edited_at: editedAt, message_deleted_at: deletedAt } = row
  return {
    roomId: row.message_room_id,
    seq: row.message_seq,
    rev: row.message_rev,
    clientId: notice ? null : bytesToUuid(row.message_client_id),
    kind: notice ? 'notice' : 'post',
    author: { id: row.author_id, displayName: row.author_display_name },
    body: notice ? '' : row.message_body,
    ...(notice && { notice: toNotice(notice, row.message_body) }),
    createdAt: row.message_created_at,
    ...(editedAt && { editedAt }),
    ...(deletedAt && { deletedAt }),
    ...readExtras(row.message_extras),
  }
}
