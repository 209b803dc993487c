import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A route that bytes come to for as long as it takes, and that watches over its senders itself. */
    upload?: boolean
  }
}

/** How long a request may take to come in, in milliseconds. */
const longest = 600_000

/** How long requests that are under way may take when the server closes, in milliseconds. */
const farewell = 5_000

/** Ends connections whose request does not come to its end. The HTTP server could not tell an upload from the others. */
export const patience = fp(async app => {
  app.addHook('onRequest', async ({ raw, routeOptions }) => {
    if (raw.complete || routeOptions.config.upload) return
    const timer = setTimeout(() => raw.complete || raw.destroy(), longest).unref()
    raw.once('close', () => clearTimeout(timer))
  })
  app.addHook('preClose', async () => {
    setTimeout(() => app.server.closeAllConnections(), farewell).unref()
  })
})
