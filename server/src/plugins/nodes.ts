import fp from 'fastify-plugin'
import type { Config } from '../config.ts'
import { alone, type Nodes } from '../lib/nodes.ts'

declare module 'fastify' {
  interface FastifyInstance {
    nodes: Nodes
  }
}

/** The other nodes of this server, as `app.nodes`. Without a Redis there are none, and nothing of this is loaded. */
export const nodes = fp<{ config: Config }>(async (app, { config }) => {
  const several = config.redisUrl ? await openNodes(config.redisUrl) : alone
  app.decorate('nodes', several)
  // By now everybody listens who wants to hear something, and nobody can connect yet.
  app.addHook('onReady', () => several.join(app.io))
  app.addHook('onClose', () => several.leave())

  async function openNodes(url: string): Promise<Nodes> {
    const [{ openLink }, { createSeveralNodes }] = await Promise.all([
      import('../lib/nodes.redis.ts'),
      import('../lib/nodes.several.ts'),
    ])
    const stream = await nameStream()
    return createSeveralNodes(await openLink(url, app.log), stream, app.log)
  }

  /** Several servers may share a Redis: the stream is named by what all nodes of one find in their database. */
  async function nameStream(): Promise<string> {
    const [[{ name, madeAt }]] = await app.db.raw(
      'SELECT DATABASE() AS name, UNIX_TIMESTAMP(MIN(migration_time)) AS madeAt FROM knex_migrations',
    )
    return `chatter:${name}:${madeAt}`
  }
})
