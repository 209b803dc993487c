/** How far people have read. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { MarkerMoved, MoveMarker } from '@chatter/shared/markers.ts'
import type { FastifyInstance } from 'fastify'
import * as table from './markers.table.ts'

/**
 * Marks a room as read up to a message, on all of the person's devices. A marker moves neither back nor beyond the last
 * message. What it answers is exact for its `rev`, as marker, counts and room are read in one statement.
 * @throws ChatterError `not_found`
 */
export async function moveMarker(
  app: FastifyInstance,
  account: Account,
  { roomId, seq: asked, epoch }: MoveMarker,
): Promise<MarkerMoved> {
  const outlook = await readOutlook(app, account, roomId, asked)
  const seq = Math.min(asked, outlook.lastSeq)
  const { readPostCount } = outlook
  const isAhead = seq > outlook.readSeq && (epoch ?? outlook.epoch) === outlook.epoch
  const place = { seq, epoch: outlook.epoch, readPostCount }
  if (!isAhead || !(await table.updateMarker(app.db, account.id, roomId, place)))
    return standing(app, account, roomId, outlook)
  const moved = toMoved(roomId, { ...outlook, readSeq: seq })
  app.realtime.toAccount(account.id, 'marker:moved', moved)
  return moved
}

/** The marker where another device has moved it already. */
async function standing(
  app: FastifyInstance,
  account: Account,
  roomId: number,
  { readSeq }: table.Outlook,
): Promise<MarkerMoved> {
  const outlook = await readOutlook(app, account, roomId, readSeq)
  if (outlook.readSeq !== readSeq) return standing(app, account, roomId, outlook)
  return toMoved(roomId, outlook)
}

async function readOutlook(app: FastifyInstance, account: Account, roomId: number, seq: number) {
  const outlook = await table.readOutlook(app.db, account.id, roomId, seq)
  if (!outlook) throw new ChatterError('not_found', 'There is no such room.')
  return outlook
}

function toMoved(roomId: number, { readPostCount: _, ...outlook }: table.Outlook): MarkerMoved {
  return { roomId, ...outlook }
}
