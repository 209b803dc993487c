/** While other nodes cannot be heard, what they revoke is looked for in the database. */
import fp from 'fastify-plugin'
import { selectLiving } from './sessions.table.ts'

/** How often, in milliseconds. */
const interval = 3_000

const batch = 1_000

export const revocations = fp(async app => {
  if (!app.nodes.areSeveral) return
  const timer = setInterval(() => {
    if (app.nodes.isCutOff())
      look().catch(error => app.log.error({ err: error }, 'revocations not looked for'))
  }, interval).unref()
  app.addHook('onClose', async () => clearInterval(timer))

  async function look() {
    const ids = [...new Set([...app.io.of('/').sockets.values()].map(({ data }) => data.sessionId))]
    for (let start = 0; start < ids.length; start += batch) {
      const some = ids.slice(start, start + batch)
      const living = new Set(await selectLiving(app.db, some))
      for (const id of some) if (!living.has(id)) app.realtime.endSession(id)
    }
  }
})
