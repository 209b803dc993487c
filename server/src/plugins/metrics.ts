import fp from 'fastify-plugin'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = {
  registry: Registry
  /** Posts that were committed. */
  posts: Counter
  /** How many posts each transaction committed. */
  commitGroupSize: Histogram
  /** Seconds from the first statement of a group to its commit. */
  commitSeconds: Histogram
}

declare module 'fastify' {
  interface FastifyInstance {
    metrics: Metrics
  }
}

const milliseconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** What the server counts about itself, for `/metrics`. Each server has its own registry. */
export const metrics = fp(async app => {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  const requests = new Histogram({
    name: 'chatter_http_request_seconds',
    help: 'How long requests took, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: milliseconds,
    registers,
  })
  app.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    const labels = { method, route: routeOptions.url ?? 'unknown', status: reply.statusCode }
    requests.observe(labels, reply.elapsedTime / 1000)
  })

  new Gauge({
    name: 'chatter_connections',
    help: 'Live connections now.',
    registers,
    collect() {
      this.set(app.io.of('/').sockets.size)
    },
  })

  app.decorate('metrics', {
    registry,
    posts: new Counter({ name: 'chatter_posts_total', help: 'Posts that were committed.', registers }),
    commitGroupSize: new Histogram({
      name: 'chatter_commit_group_posts',
      help: 'Posts in each transaction.',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
      registers,
    }),
    commitSeconds: new Histogram({
      name: 'chatter_commit_seconds',
      help: 'How long transactions of posts took.',
      buckets: milliseconds,
      registers,
    }),
  })
})
