/**
 * Doing away with bytes that nobody needs any more: the database lets go of them first, the storage after. Between the two
 * their keys stand in a table, so that a server that is killed there leaves nothing behind.
 */
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Knex } from 'knex'
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

/** Notes a key under which bytes will come that nothing refers to yet, or that lose what referred to them. */
export function noteDiscard(db: Knex, key: string): Promise<void> {
  return table.insertDiscards(db, [key])
}

export const discarding = fp(async app => {
  const discards = createDiscards(app)
  app.decorate('discards', discards)
  const timer = setInterval(() => {
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
  function inLine(task: () => Promise<void>): Promise<void> {
    const done = work.then(task)
    work = done.catch(() => {})
    return done
  }

  async function clearAll(keys: readonly string[]) {
    for (const key of new Set(keys)) await clearOne(app, key)
  }

  async function sweep(now: number) {
    const isOld = now - patience.unposted
    while (await transact(app.db, trx => deleteForgotten(trx, isOld, batch)));
    for (;;) {
      const keys = await table.selectDiscards(app.db, now - patience.discarded, batch)
      await clearAll(keys)
      if (keys.length < batch) return
    }
  }

  return {
    clear: keys => {
      if (keys.length === 0) return
      inLine(() => clearAll(keys)).catch(error => app.log.warn({ err: error }, 'files not removed yet'))
    },
    sweep: (now = Date.now()) => inLine(() => sweep(now)),
    settled: () => work,
  }
}

async function clearOne(app: FastifyInstance, key: string): Promise<void> {
  await transact(app.db, trx => table.deleteUnusedContent(trx, key))
  // Nothing can begin to refer to it from here on: only what refers to it already is ever copied.
  if (!(await table.isNeeded(app.db, key))) await app.storage.remove(key)
  await table.deleteDiscard(app.db, key)
}
