import type { FastifyInstance } from 'fastify'
import { uploadPatience } from './tus.store.ts'
import { selectAbandoned } from './uploads.table.ts'
import { dropUpload, type Upload } from './uploads.ts'

/** How often it looks, in milliseconds. */
const interval = 10 * 60_000

const batch = 200

/** Removes uploads that nobody went on with for a day, or whose room has gone. Returns how many. */
export async function sweepUploads(app: FastifyInstance, now = Date.now()): Promise<number> {
  let count = 0
  for (;;) {
    const found = await selectAbandoned(app.db, now - uploadPatience, batch)
    let dropped = 0
    for (const upload of found) if (await dropAtRest(app, upload)) dropped++
    count += dropped
    if (dropped === 0) return count
  }
}

/** Whoever comes back to the upload at this moment waits, and finds that it is gone. */
async function dropAtRest(app: FastifyInstance, upload: Upload): Promise<boolean> {
  const { live } = app.uploads
  if (live.isBusy(upload.id)) return false
  const turn = await live.takeTurn(upload.id)
  try {
    await dropUpload(app, upload)
    return true
  } finally {
    turn.end()
  }
}

export function startSweeping(app: FastifyInstance): void {
  let work: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    if (!app.nodes.isFirst()) return
    work = sweepUploads(app).catch(error => app.log.error({ err: error }, 'uploads not swept'))
  }, interval).unref()
  app.addHook('onClose', async () => {
    clearInterval(timer)
    await work
  })
}
