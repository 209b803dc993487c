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
  const peerReadSeq = await table.findReceipt(app.db, id, roomId)
  if (peerReadSeq === undefined) return
  if (isBack) app.realtime.toAccount(peerId, 'receipt:moved', { roomId, peerReadSeq: null })
  app.realtime.toAccount(peerId, 'receipt:moved', { roomId, peerReadSeq })
}

/** Tells both sides of all direct rooms of a person that receipts are shown from now on, or no more. */
export async function tellReceiptsSwitched(
  app: FastifyInstance,
  { id }: Account,
  areShown: boolean,
): Promise<void> {
  for (const { roomId, peerId, readSeq, peerReadSeq } of await table.selectReceipts(app.db, id)) {
    const seen = (seq: number) => ({ roomId, peerReadSeq: areShown ? seq : null })
    app.realtime.toAccount(id, 'receipt:moved', seen(peerReadSeq))
    app.realtime.toAccount(peerId, 'receipt:moved', seen(readSeq))
  }
}
