import fp from 'fastify-plugin'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = {
  registry: Registry
  /** Counts a transaction of new messages. */
  countGroup: (messages: number, seconds: number) => void
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

  new Gauge({
    name: 'chatter_nodes',
    help: 'Nodes of this server that are there, as this one knows; 0 while Redis is away.',
    registers,
    collect() {
      this.set(app.nodes.isCutOff() ? 0 : app.nodes.count())
    },
  })

  const messages = new Counter({
    name: 'chatter_messages_total',
    help: 'Messages that were committed.',
    registers,
  })
  const groupSize = new Histogram({
    name: 'chatter_commit_group_messages',
    help: 'Messages in each transaction.',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers,
  })
  const groupSeconds = new Histogram({
    name: 'chatter_commit_group_seconds',
    help: 'How long transactions of messages took.',
    buckets: milliseconds,
    registers,
  })

  app.decorate('metrics', {
    registry,
    countGroup(count, seconds) {
      messages.inc(count)
      groupSize.observe(count)
      groupSeconds.observe(seconds)
    },
  })
})
