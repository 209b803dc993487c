import type { RoomFile, RoomFilesQuery } from '@chatter/shared/attachments.ts'
import type { Knex } from 'knex'
import { type AttachmentRow, attachmentColumns, toAttachment } from '../../lib/attachments.row.ts'
import { escapeLike } from '../../lib/like.ts'
import { columnList, select } from '../../lib/select.ts'

/** Where a file stands in its room: its post, and its place in that. */
export type FilePlace = { seq: number; position: number }

export type FoundFile = RoomFile & { position: number }

type FileRow = AttachmentRow & {
  seq: number
  position: number
  created_at: number
  author_id: number
  author_display_name: string
}

/** What of a room is wanted: of one kind or of all, whose folded names hold all of these words, before a place. */
export type FileWish = Pick<RoomFilesQuery, 'kind'> & { words: readonly string[]; before?: FilePlace }

/**
 * The newest files of a room, the last of a post first; undefined when the person is not in the room. A room without such files
 * has one row without any.
 */
export async function selectFiles(
  db: Knex,
  accountId: number,
  roomId: number,
  wish: FileWish,
  limit: number,
): Promise<FoundFile[] | undefined> {
  const { sql, bindings } = filesSql(accountId, roomId, wish, limit)
  const rows = await select<FileRow | { attachment_id: null }>(db, sql, bindings)
  if (rows.length === 0) return undefined
  return rows.filter((row): row is FileRow => row.attachment_id !== null).map(toFile)
}

export function filesSql(
  accountId: number,
  roomId: number,
  { kind, words, before }: FileWish,
  limit: number,
): { sql: string; bindings: (string | number)[] } {
  const wishes: [string, (string | number)[]][] = [
    // Every place comes before the last one, so that both databases know where to begin.
    ['attachments.message_seq <= ?', [before?.seq ?? lastSeq]],
    ...(before
      ? [
          ['(attachments.message_seq < ? OR attachments.position < ?)', [before.seq, before.position]] as [
            string,
            number[],
          ],
        ]
      : []),
    ...(kind ? [['attachments.kind = ?', [kind]] as [string, string[]]] : []),
    ...words.map(
      word => ["attachments.name_key LIKE ? ESCAPE '!'", [`%${escapeLike(word)}%`]] as [string, string[]],
    ),
  ]
  const sql = `
    SELECT ${columnList(attachmentColumns)}, attachments.message_seq AS seq, attachments.position,
      messages.created_at, authors.id AS author_id, authors.display_name AS author_display_name
    FROM members
    LEFT JOIN attachments ON attachments.room_id = members.room_id AND ${wishes.map(([condition]) => condition).join(' AND ')}
    LEFT JOIN messages ON messages.room_id = attachments.room_id AND messages.seq = attachments.message_seq
    LEFT JOIN accounts AS authors ON authors.id = messages.author_id
    WHERE members.room_id = ? AND members.account_id = ?
    ORDER BY attachments.message_seq DESC, attachments.position DESC LIMIT ?`
  return { sql, bindings: [...wishes.flatMap(([, values]) => values), roomId, accountId, limit] }
}

const lastSeq = 2 ** 32 - 1

function toFile(row: FileRow): FoundFile {
  return {
    attachment: toAttachment(row),
    seq: row.seq,
    position: row.position,
    author: { id: row.author_id, displayName: row.author_display_name },
    createdAt: row.created_at,
  }
}
