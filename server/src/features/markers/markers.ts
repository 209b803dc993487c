/** How far people have read. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { MarkerMoved, MoveMarker, ResetMarker } from '@chatter/shared/markers.ts'
import type { FastifyInstance } from 'fastify'
import type { Said } from '../../lib/nodes.ts'
import { accountChannel } from '../../lib/sockets.ts'
import * as table from './markers.table.ts'
import { tellReceipt } from './receipts.ts'

type Reader = Pick<Account, 'id'>

/**
 * Marks a room as read up to a message, on all of the person's devices. A marker moves neither back nor beyond the last
 * message, nor where the person set it back since. What it answers is exact for its `rev`, as marker, counts and room are read in
 * one statement.
 * @throws ChatterError `not_found`
 */
export async function moveMarker(
  app: FastifyInstance,
  account: Account,
  { roomId, seq: asked, epoch }: MoveMarker,
): Promise<MarkerMoved> {
  const recounts = app.recounts.of(roomId)
  const isAhead = (seq: number, of: table.Marker) => seq > of.readSeq && (epoch ?? of.epoch) === of.epoch
  // What lies after a place far behind the marker would take long to count, for nothing.
  const marker = (await table.findMarker(app.db, account.id, roomId)) ?? refuse()
  if (!isAhead(asked, marker)) return toMoved(roomId, await standing(app, account, roomId, marker))
  const outlook = await readOutlook(app, account, roomId, asked)
  const seq = Math.min(asked, outlook.lastSeq)
  const place = { seq, epoch: outlook.epoch, readPostCount: outlook.readPostCount }
  if (!isAhead(seq, outlook) || !(await table.updateMarker(app.db, account.id, roomId, place)))
    return toMoved(roomId, await standing(app, account, roomId, outlook))
  return publish(app, account, roomId, recounts, { ...outlook, readSeq: seq })
}

/**
 * Sets the marker before a message, so that it and everything after it is unread on all of the person's devices. What was read
 * elsewhere before they hear of it does not undo that.
 * @throws ChatterError `not_found`
 */
export async function resetMarker(
  app: FastifyInstance,
  account: Account,
  request: ResetMarker,
): Promise<MarkerMoved> {
  const { roomId } = request
  const recounts = app.recounts.of(roomId)
  const asked = Math.max(0, request.seq - 1)
  const outlook = await readOutlook(app, account, roomId, asked)
  const seq = Math.min(asked, outlook.lastSeq)
  const place = { seq, epoch: outlook.epoch, readPostCount: outlook.readPostCount }
  // Another device was quicker: this one comes after it.
  if (!(await table.resetMarker(app.db, account.id, roomId, place))) return resetMarker(app, account, request)
  const moved = { ...outlook, readSeq: seq, epoch: outlook.epoch + 1 }
  return publish(app, account, roomId, recounts, moved, seq < outlook.readSeq)
}

/** Tells a new place to the person's devices and, in a direct room, to the other one. */
async function publish(
  app: FastifyInstance,
  account: Account,
  roomId: number,
  recounts: number,
  moved: table.Outlook,
  isBack = false,
): Promise<MarkerMoved> {
  // Where an edit changed the counts meanwhile, they are read again, now that whoever reads them sees the new place. What was
  // edited on another node is not known yet, so there they always are.
  const isExact = !app.nodes.areSeveral && app.recounts.of(roomId) === recounts
  const marker = toMoved(roomId, isExact ? moved : await standing(app, account, roomId, moved))
  app.realtime.toAccount(account.id, 'marker:moved', marker)
  const { peerId } = moved
  if (peerId !== null) await tellReceipt(app, account, { roomId, peerId, isBack })
  return marker
}

/** The marker where it stands, with counts of the same instant. @throws ChatterError `not_found` */
async function standing(
  app: FastifyInstance,
  reader: Reader,
  roomId: number,
  place: table.Marker,
): Promise<table.Outlook> {
  return (await findStanding(app, reader, roomId, place)) ?? refuse()
}

/** Undefined when the person is not in the room. */
async function findStanding(
  app: FastifyInstance,
  reader: Reader,
  roomId: number,
  { readSeq, epoch }: table.Marker,
): Promise<table.Outlook | undefined> {
  const outlook = await table.readOutlook(app.db, reader.id, roomId, readSeq)
  if (!outlook || (outlook.readSeq === readSeq && outlook.epoch === epoch)) return outlook
  return findStanding(app, reader, roomId, outlook)
}

/**
 * Counts anew for those whom an edited post mentions no more, or newly, where it is unread.
 * @returns what their devices are told; it has to be said right after the room heard of the edit, before anything later
 */
export async function recountMarkers(
  app: FastifyInstance,
  { roomId, seq }: { roomId: number; seq: number },
  accountIds: readonly number[],
): Promise<readonly Said[]> {
  if (accountIds.length === 0) return []
  app.recounts.note(roomId)
  const told: Said[] = []
  for (const id of accountIds) {
    const first = await table.readOutlook(app.db, id, roomId, seq)
    if (!first || first.readSeq >= seq) continue
    const outlook = await findStanding(app, { id }, roomId, first)
    if (outlook && outlook.readSeq < seq)
      told.push({ channel: accountChannel(id), event: 'marker:moved', payload: toMoved(roomId, outlook) })
  }
  return told
}

async function readOutlook(app: FastifyInstance, reader: Reader, roomId: number, seq: number) {
  return (await table.readOutlook(app.db, reader.id, roomId, seq)) ?? refuse()
}

function refuse(): never {
  throw new ChatterError('not_found', 'There is no such room.')
}

function toMoved(roomId: number, outlook: table.Outlook): MarkerMoved {
  const { readPostCount: _, peerId: __, ...marker } = outlook
  return { roomId, ...marker }
}
