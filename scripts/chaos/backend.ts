/** The server and its database, which can be killed and started again in the same place. */
import { join } from 'node:path'
import { root } from '../lib/paths.ts'
import { freePort } from '../lib/ports.ts'
import { type Running, startProcess, waitUntil } from '../lib/processes.ts'
import { type Service, startMariadb, temporaryFolder } from '../lib/services.ts'
import type { Victim } from './plan.ts'

export type Backend = {
  serverUrl: string
  databaseUrl: string
  /** How often the server ended without being killed; it never should. */
  collapses(): number
  /** Kills with -9, waits, starts again. Resolves when it answers again. */
  strike(victim: Victim, pause: number): Promise<void>
  stop(): Promise<void>
}

/** The limits are against just what a storm does. */
const settings = {
  CHATTER_LIMIT_REQUESTS: '0',
  CHATTER_LIMIT_CALLS: '0',
  CHATTER_LIMIT_POSTS: '0',
  CHATTER_LIMIT_SIGN_UPS: '0',
  CHATTER_LOG_LEVEL: 'warn',
}

export async function startBackend(): Promise<Backend> {
  const place = { dir: await temporaryFolder('chaos'), port: await freePort() }
  const port = await freePort()
  const serverUrl = `http://127.0.0.1:${port}`
  let collapses = 0
  let isDying = false
  let database: Service = await startMariadb(place)
  const databaseUrl = database.url
  let server = await startServer()

  async function startServer(): Promise<Running> {
    const main = join(root, 'server', 'src', 'main.ts')
    const command = [main, '--port', `${port}`, '--database', databaseUrl]
    const started = await startProcess(process.execPath, command, { env: settings })
    isDying = false
    void started.exited.then(() => {
      if (isDying) return
      collapses++
      console.error(`The server ended by itself. It said:\n${started.lastWords()}`)
    })
    await waitUntil('the server', async () => (await fetch(`${serverUrl}/healthz`)).ok, started)
    return started
  }

  const strikes: Record<Victim, (pause: number) => Promise<void>> = {
    async server(pause) {
      isDying = true
      await server.kill()
      await new Promise(resolve => setTimeout(resolve, pause))
      server = await startServer()
    },
    async database(pause) {
      await database.kill()
      await new Promise(resolve => setTimeout(resolve, pause))
      database = await startMariadb(place)
    },
  }

  return {
    serverUrl,
    databaseUrl,
    collapses: () => collapses,
    strike: (victim, pause) => strikes[victim](pause),
    async stop() {
      isDying = true
      await server.stop()
      await database.stop()
    },
  }
}
