/** In a direct room, how far the other one has read: for those who show each other. */
import type { Account } from '@chatter/shared/accounts.ts'
import type { FastifyInstance } from 'fastify'
import * as table from './markers.table.ts'

/**
 * Tells the other one of a direct room where the person's marker is now. A receipt does not move back by itself, as two may
 * overtake each other: where the marker was set back, it is taken away first.
 */
export async function tellReceipt(
  app: FastifyInstance,
  { id }: Account,
  { roomId, peerId, isBack }: { roomId: number; peerId: number; isBack: boolean },
): Promise<void> {
  // What was read before receipts were switched off must not be told after it.
  await app.inTurn(`room:${roomId}`, async () => {
    const peerReadSeq = await table.findReceipt(app.db, id, roomId)
    if (peerReadSeq === undefined) return
    if (isBack) app.realtime.toAccount(peerId, 'receipt:moved', { roomId, peerReadSeq: null })
    app.realtime.toAccount(peerId, 'receipt:moved', { roomId, peerReadSeq })
  })
}

/** Tells both sides of all direct rooms of a person what they are shown of each other from now on. */
export async function tellReceiptsSwitched(app: FastifyInstance, { id }: Account): Promise<void> {
  for (const { roomId, peerId } of await table.selectDirects(app.db, id))
    await app.inTurn(`room:${roomId}`, async () => {
      await tellShown(app, roomId, peerId, id)
      await tellShown(app, roomId, id, peerId)
    })
}

async function tellShown(app: FastifyInstance, roomId: number, readerId: number, peerId: number) {
  const peerReadSeq = (await table.findReceipt(app.db, readerId, roomId)) ?? null
  app.realtime.toAccount(peerId, 'receipt:moved', { roomId, peerReadSeq })
}
