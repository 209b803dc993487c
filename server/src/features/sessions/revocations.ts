/** What another process revoked without saying so is looked for in the database. */
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { isMysql } from '../../lib/dialect.ts'
import { selectLiving } from './sessions.table.ts'
import { endSessions } from './sessions.ts'

/** How often while other nodes cannot be heard, and how often otherwise, in milliseconds. */
const intervals = { cutOff: 3_000, usual: 45_000 }

const batch = 1_000

export const revocations = fp(async app => {
  // The embedded database is this process's alone.
  if (!isMysql(app.db)) return
  let lookedAt = Date.now()
  const timer = setInterval(() => {
    if (!app.nodes.isCutOff() && Date.now() - lookedAt < intervals.usual) return
    lookedAt = Date.now()
    endRevoked(app).catch(error => app.log.error({ err: error }, 'revocations not looked for'))
  }, intervals.cutOff).unref()
  app.addHook('onClose', async () => clearInterval(timer))
})

/** Cuts off whoever is connected here by a session that the database does not have any more. */
export async function endRevoked(app: FastifyInstance): Promise<void> {
  const ids = [...new Set([...app.io.of('/').sockets.values()].map(({ data }) => data.sessionId))]
  for (let start = 0; start < ids.length; start += batch) {
    const some = ids.slice(start, start + batch)
    const living = new Set(await selectLiving(app.db, some))
    endSessions(
      app,
      some.filter(id => !living.has(id)),
    )
  }
}
