/** What one person wants of a room: what they are told of it, and where it stands among their favourites. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { PreferencesChanged, RoomPreferences } from '@chatter/shared/rooms.ts'
import type { FastifyInstance } from 'fastify'
import { accessRoom } from '../rooms/rooms.ts'
import { updatePreferences } from './preferences.table.ts'

/** Changes them, and tells all of the person's devices. Nobody else hears of it. @throws ChatterError `not_found` */
export async function changePreferences(
  app: FastifyInstance,
  account: Account,
  roomId: number,
  change: RoomPreferences,
): Promise<PreferencesChanged> {
  return app.inTurn(`account:${account.id}`, async () => {
    if (!(await updatePreferences(app.db, account.id, roomId, change)))
      throw new ChatterError('not_found', 'There is no such room.')
    const { level, favourite } = await accessRoom(app, account, roomId)
    const changed = { roomId, level, favourite }
    app.realtime.toAccount(account.id, 'preferences:changed', changed)
    return changed
  })
}
