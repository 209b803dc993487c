import { join } from 'node:path'
import fp from 'fastify-plugin'
import type { Config } from '../config.ts'
import { createDiskStorage } from '../lib/storage.disk.ts'
import type { Storage } from '../lib/storage.ts'

declare module 'fastify' {
  interface FastifyInstance {
    storage: Storage
  }
}

/** Where the bytes of files are, as `app.storage`. */
export const storage = fp<{ config: Config }>(async (app, { config }) => {
  const store = config.storageUrl
    ? await openS3(config.storageUrl)
    : createDiskStorage(join(config.dataDir, 'files'), app.talk)
  app.decorate('storage', store)
  app.addHook('onClose', () => store.close())
})

/** @throws Error fit for people when the store does not answer, or not to us */
async function openS3(url: string): Promise<Storage> {
  const { createS3Storage, parsePlace } = await import('../lib/storage.s3.ts')
  const place = parsePlace(url)
  const store = createS3Storage(place)
  try {
    for await (const _ of store.list()) break
    return store
  } catch (error) {
    await store.close()
    throw new Error(
      `The store at ${place.endpoint} does not let us use ${place.bucket}: ${(error as Error).message}. See CHATTER_STORAGE_URL.`,
    )
  }
}
