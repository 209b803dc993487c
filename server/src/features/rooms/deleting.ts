/**
 * Doing away with rooms. A deleted room is gone for everybody at once; what was said in it is cleared away behind, a little
 * at a time, so that a very large room holds nobody up.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Knex } from 'knex'
import { transact } from '../../lib/transact.ts'
import { removeNextAttachments } from '../attachments/attachments.ts'
import { accessLocked, emptyRoom } from '../members/members.ts'
import * as table from './rooms.table.ts'

/**
 * Deletes a room for good: from now on nobody finds it, and its name is free.
 * @throws ChatterError `not_found`, or `forbidden` when the person is not its owner; nobody owns the lobby
 */
export async function deleteRoom(app: FastifyInstance, account: Account, roomId: number): Promise<void> {
  await app.inTurn(`room:${roomId}`, async () => {
    await transact(app.db, async trx => {
      const { room, role } = await accessLocked(trx, roomId, account)
      if (room.lobby) throw new ChatterError('forbidden', 'The lobby stays.')
      if (role !== 'owner') throw new ChatterError('forbidden', 'Only its owner can delete a room.')
      await endRoom(trx, roomId)
    })
    const by = { id: account.id, displayName: account.displayName }
    app.realtime.toRoom(roomId, 'room:removed', { roomId, reason: 'deleted', by })
    app.realtime.closeRoom(roomId)
    clearRoom(app, roomId)
  })
}

/** Ends a locked room for everybody, inside a transaction: from now on nobody finds it, and its name is free. */
export async function endRoom(trx: Knex, roomId: number): Promise<void> {
  await emptyRoom(trx, roomId)
  await table.hideRoom(trx, roomId, Date.now())
}

/** Lets go of a room that ended, after the commit. */
export function clearRoom(app: FastifyInstance, roomId: number): void {
  app.presence.forgetRoom(roomId)
  app.clearing.clear(roomId)
}

/** What goes in one statement takes the database a moment. */
const batch = { messages: 500, documents: 50, attachments: 200 }

/** How long it waits after a failure, in milliseconds. */
const recovery = 5_000

type Clearing = {
  /** Takes up a room that was just deleted. */
  clear: (roomId: number) => void
  /** Stops after what is in work. The rest goes on when the server starts again. */
  close: () => Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    clearing: Clearing
  }
}

export const clearing = fp(async app => {
  const clearing = startClearing(app)
  app.decorate('clearing', clearing)
  app.addHook('onClose', clearing.close)
})

/** Clears away deleted rooms, one after the other, beginning with those that an earlier server left behind. */
function startClearing(app: FastifyInstance): Clearing {
  const closing = new AbortController()
  const line: number[] = []
  let work = clearAll()

  async function clearAll() {
    await insist(async () => void line.push(...(await table.selectHiddenRooms(app.db))))
    await clearLine()
  }

  async function clearLine() {
    for (let roomId = line.shift(); roomId && !closing.signal.aborted; roomId = line.shift()) {
      const id = roomId
      await insist(() => clearAway(id))
    }
  }

  async function clearAway(roomId: number) {
    while (!closing.signal.aborted) {
      const start = performance.now()
      const { isLeft, discarded } = await transact(app.db, trx => clearSome(trx, roomId))
      app.discards.clear(discarded)
      if (!isLeft) return
      // At least half of the time belongs to those who talk.
      await rest(performance.now() - start)
    }
  }

  /** Tries again until it goes well, or the server closes. */
  async function insist(task: () => Promise<void>) {
    while (!closing.signal.aborted) {
      try {
        return await task()
      } catch (error) {
        app.log.error({ err: error }, 'deleted room not cleared yet')
        await rest(recovery)
      }
    }
  }

  async function rest(milliseconds: number) {
    await pause(milliseconds, undefined, { signal: closing.signal, ref: false }).catch(() => {})
  }

  return {
    clear(roomId) {
      line.push(roomId)
      work = work.then(clearLine)
    },
    async close() {
      closing.abort()
      await work
    },
  }
}

/** Clears away some of a room, and at last the room itself. Returns whether there is more, and which files went. */
async function clearSome(trx: Knex, roomId: number): Promise<{ isLeft: boolean; discarded: string[] }> {
  const discarded = await removeNextAttachments(trx, roomId, batch.attachments)
  if (discarded) return { isLeft: true, discarded }
  const isLeft =
    (await table.deleteNextMessages(trx, roomId, batch.messages)) ||
    (await table.deleteNextDocuments(trx, roomId, batch.documents))
  if (!isLeft) await table.deleteRoom(trx, roomId)
  return { isLeft, discarded: [] }
}
