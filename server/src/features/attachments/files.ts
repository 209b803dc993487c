/** The files of a room, as its panel lists them. */
import type { Account } from '@chatter/shared/accounts.ts'
import { attachmentLimits, type RoomFiles, type RoomFilesQuery } from '@chatter/shared/attachments.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import { foldText } from '@chatter/shared/search.match.ts'
import type { FastifyInstance } from 'fastify'
import { type FilePlace, selectFiles } from './files.table.ts'

/** A page of a room's files, newest first. @throws ChatterError `not_found`, or `invalid_input` for a made-up cursor */
export async function listFiles(
  app: FastifyInstance,
  account: Account,
  roomId: number,
  { kind, query = '', cursor, limit = attachmentLimits.defaultPage }: RoomFilesQuery,
): Promise<RoomFiles> {
  const words = foldText(query).split(/\s+/).filter(Boolean)
  const before = cursor === undefined ? undefined : parsePlace(cursor)
  const found = await selectFiles(app.db, account.id, roomId, { kind, words, before }, limit + 1)
  if (!found) throw new ChatterError('not_found', 'There is no such room.')
  const page = found.slice(0, limit)
  return {
    files: page.map(({ position: _, ...file }) => file),
    cursor: found.length > limit ? formatPlace(page.at(-1)!) : null,
  }
}

function formatPlace({ seq, position }: FilePlace): string {
  return `${seq}.${position}`
}

function parsePlace(cursor: string): FilePlace {
  const [, seq, position] = /^(\d{1,10})\.(\d{1,5})$/.exec(cursor) ?? []
  if (!seq || !position)
    throw new ChatterError('invalid_input', 'That is not where a page ended.', { field: 'cursor' })
  return { seq: Number(seq), position: Number(position) }
}
