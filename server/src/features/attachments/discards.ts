/**
 * Doing away with bytes that nobody needs any more: the database lets go of them first, the storage after. Between the two
 * their keys stand in a table, so that a server that is killed there leaves nothing behind.
 */
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { transact } from '../../lib/transact.ts'
import { deleteForgotten } from './attachments.table.ts'
import * as table from './discards.table.ts'

/** How often it looks for what was left behind, in milliseconds. */
const interval = 10 * 60_000

/** How long keys may stand in the table before that counts as left behind, and uploads without a post, in milliseconds. */
const patience = { discarded: 60 * 60_000, unposted: 24 * 60 * 60_000 }

/** What is done at once. */
const batch = 200

export type Discards = {
  /** Removes what the storage has under these keys, unless something refers to it. It happens behind. */
  clear: (keys: readonly string[]) => void
  /** Removes what was uploaded and not posted for a day, and what was left behind. Runs by itself, too. */
  sweep: (now?: number) => Promise<void>
  /** Resolves when everything that was handed in is done. */
  settled: () => Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    discards: Discards
  }
}

/** Notes keys under which bytes will come that nothing refers to yet, or that lose what referred to them. */
export const { noteDiscards } = table

export const discarding = fp(async app => {
  const discards = createDiscards(app)
  app.decorate('discards', discards)
  const timer = setInterval(() => {
    if (!app.nodes.isFirst()) return
    discards.sweep().catch(error => app.log.error({ err: error }, 'files not swept'))
  }, interval).unref()
  app.addHook('onClose', async () => {
    clearInterval(timer)
    await discards.settled()
  })
})

function createDiscards(app: FastifyInstance): Discards {
  let work = Promise.resolve()

  /** One after the other: a room that is deleted has thousands. */
  function inLine<Result>(task: () => Promise<Result>): Promise<Result> {
    const done = work.then(task)
    work = done.then(
      () => {},
      () => {},
    )
    return done
  }

  /** Returns how many are done: one that the storage does not remove now holds up no other. */
  async function clearAll(keys: readonly string[]): Promise<number> {
    let done = 0
    for (const key of new Set(keys)) {
      try {
        await clearOne(app, key)
        done++
      } catch (error) {
        app.log.warn({ err: error, key }, 'file not removed yet')
      }
    }
    return done
  }

  async function sweep(now: number) {
    const isOld = now - patience.unposted
    while (await transact(app.db, trx => deleteForgotten(trx, isOld, batch)));
    for (;;) {
      const keys = await table.selectDiscards(app.db, now - patience.discarded, batch)
      const done = await clearAll(keys)
      if (keys.length < batch || done === 0) return
    }
  }

  return {
    clear: keys => {
      if (keys.length > 0) void inLine(() => clearAll(keys))
    },
    sweep: (now = Date.now()) => inLine(() => sweep(now)),
    settled: () => work,
  }
}

async function clearOne(app: FastifyInstance, key: string): Promise<void> {
  const isFree = await transact(app.db, async trx => {
    if (!(await table.lockDiscard(trx, key))) return false
    await table.deleteUnusedContent(trx, key)
    if (!(await table.isNeeded(trx, key))) return true
    // In the same transaction: whoever lets go of it now notes it anew.
    await table.deleteDiscard(trx, key)
    return false
  })
  if (!isFree) return
  // Nothing can begin to refer to it from here on: only what refers to it already is ever copied.
  await app.storage.remove(key)
  await table.deleteDiscard(app.db, key)
}
