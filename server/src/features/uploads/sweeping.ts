import type { FastifyInstance } from 'fastify'
import { uploadPatience } from './tus.store.ts'
import { selectAbandoned } from './uploads.table.ts'
import { dropUpload } from './uploads.ts'

/** How often it looks, in milliseconds. */
const interval = 10 * 60_000

const batch = 200

/** Removes uploads that nobody went on with for a day, or whose room has gone. Returns how many. */
export async function sweepUploads(app: FastifyInstance, now = Date.now()): Promise<number> {
  let count = 0
  for (;;) {
    const found = await selectAbandoned(app.db, now - uploadPatience, batch)
    const abandoned = found.filter(({ id }) => !app.uploads.live.isBusy(id))
    for (const upload of abandoned) await dropUpload(app, upload)
    count += abandoned.length
    if (abandoned.length === 0) return count
  }
}

export function startSweeping(app: FastifyInstance): void {
  let work: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    work = sweepUploads(app).catch(error => app.log.error({ err: error }, 'uploads not swept'))
  }, interval).unref()
  app.addHook('onClose', async () => {
    clearInterval(timer)
    await work
  })
}
