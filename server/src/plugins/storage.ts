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
  const store = createDiskStorage(join(config.dataDir, 'files'))
  app.decorate('storage', store)
  app.addHook('onClose', () => store.close())
})
