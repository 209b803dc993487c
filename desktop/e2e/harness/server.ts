import { join } from 'node:path'
import { freePort } from '../../../scripts/lib/ports.ts'
import { startServer } from '../../../scripts/lib/server.ts'
import { afterTests, newFolder } from './leftovers.ts'

export type ServerProcess = {
  url: string
  /** Where it keeps everything. */
  dataDir: string
  /** Ends it as a crash would, and waits until it is gone. */
  kill9(): Promise<void>
  /** Starts it again, at the same address, on the same data. @param changed settings that are others from then on */
  restart(changed?: Record<string, string>): Promise<void>
}

/** Starts a real server, as a process of its own, on the embedded database. */
export async function startServerProcess(settings: Record<string, string> = {}): Promise<ServerProcess> {
  const dataDir = await newFolder('server')
  const port = await freePort()
  const now = { ...settings }
  const start = () => startServer({ port, dataDir, settings: now, log: join(dataDir, 'server.log') })
  let running = await start()
  afterTests(() => running.stop())
  return {
    url: running.url,
    dataDir,
    kill9: () => running.kill(),
    async restart(changed = {}) {
      await running.kill()
      Object.assign(now, changed)
      running = await start()
    },
  }
}
