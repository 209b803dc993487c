import fp from 'fastify-plugin'
import type { Config } from '../../config.ts'
import { createLive, type Live } from './live.ts'
import { startSweeping } from './sweeping.ts'
import { type Rules, rulesOf } from './uploads.limits.ts'

declare module 'fastify' {
  interface FastifyInstance {
    uploads: {
      rules: Rules
      live: Live
      /** Seconds in which a sender has to bring something. */
      patience: number
    }
  }
}

/** What the uploads of this server have in common, as `app.uploads`. */
export const uploading = fp<{ config: Config }>(async (app, { config }) => {
  app.decorate('uploads', { rules: rulesOf(config), live: createLive(), patience: config.uploadPatience })
  startSweeping(app)
})
