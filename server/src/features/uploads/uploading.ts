import fp from 'fastify-plugin'
import type { Config } from '../../config.ts'
import { createLive, type Live } from './live.ts'
import { createShare, type Share } from './share.ts'
import { startSweeping } from './sweeping.ts'
import { type Rules, rulesOf } from './uploads.limits.ts'

declare module 'fastify' {
  interface FastifyInstance {
    uploads: {
      rules: Rules
      live: Live
      share: Share
      /** Seconds in which a sender has to bring something. */
      patience: number
    }
  }
}

/** What the uploads of this server have in common, as `app.uploads`. */
export const uploading = fp<{ config: Config }>(async (app, { config }) => {
  const [live, share] = [createLive(), createShare(app.talk)]
  app.decorate('uploads', { rules: rulesOf(config), live, share, patience: config.uploadPatience })
  startSweeping(app)
})
