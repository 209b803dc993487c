/** What two apps tell each other through the server, which neither reads nor keeps it. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { SendSignal } from '@chatter/shared/signals.ts'
import type { FastifyInstance } from 'fastify'
import { findOther } from './signals.table.ts'

/**
 * Hands a signal to the other person of a direct room, at all of their devices: which app it is for, they know.
 * @throws ChatterError `not_found` where the person is in no such direct room
 */
export async function carrySignal(app: FastifyInstance, account: Account, signal: SendSignal): Promise<void> {
  const other = await findOther(app.db, account.id, signal.roomId)
  if (other === undefined) throw new ChatterError('not_found', 'There is no such room.')
  app.realtime.toAccount(other, 'signal:received', { ...signal, accountId: account.id })
}
