import { ChatterError } from '@chatter/shared/errors.ts'
import fp from 'fastify-plugin'
import { createBuckets } from '../../lib/buckets.ts'
import { roomChannel } from '../../lib/sockets.ts'

/** More people than this typing in one room at once is a crowd, in which a hint tells nobody anything. Per minute. */
const hintsPerRoom = 240

/** Says in a room that somebody types there, to all but their own devices. Nothing of it is kept. */
export const typingCalls = fp(async app => {
  const hints = createBuckets(hintsPerRoom, 2_000)

  app.realtime.onCall('typing:start', ({ roomId }, { account, socket }) => {
    // Who hears the room is in it.
    if (!socket.rooms.has(roomChannel(roomId))) throw new ChatterError('not_found', 'There is no such room.')
    if (hints.take(roomId, Date.now()) > 0) return {}
    const { id, displayName } = account
    app.realtime.toOthers(roomId, id, 'typing:started', { roomId, account: { id, displayName } })
    return {}
  })
})
