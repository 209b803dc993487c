import fp from 'fastify-plugin'
import type { Config } from '../../config.ts'
import { createTurns, type Turns } from '../../lib/turns.ts'
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
      /** What an upload asks of the database: not all at once, and not while a post is being written. */
      calmly: Turns
      /** Seconds in which a sender has to bring something. */
      patience: number
    }
  }
}

/** Uploads that ask the database at once, and how many more may wait to. */
const [atOnce, waiting] = [2, 1_000]

/** What the uploads of this server have in common, as `app.uploads`. */
export const uploading = fp<{ config: Config }>(async (app, { config }) => {
  const [live, share] = [createLive(app.nodes), createShare(app.talk)]
  const turns = createTurns(atOnce, waiting)
  const calmly: Turns = work =>
    turns(async () => {
      await app.talk.pause()
      return work()
    })
  app.decorate('uploads', { rules: rulesOf(config), live, share, calmly, patience: config.uploadPatience })
  startSweeping(app)
})
