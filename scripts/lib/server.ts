import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Trouble } from './ending.ts'
import { root } from './paths.ts'
import { type Running, startProcess, waitUntil } from './processes.ts'

export interface ServerOptions {
  host?: string
  port: number
  dataDir: string
  /** `mysql://…`; the embedded database when not given. */
  databaseUrl?: string
  /** `redis://…`; this is the only node when not given. */
  redisUrl?: string
  /** Other settings, by their names in the environment. */
  settings?: Record<string, string>
  /** The file that its log goes to; without one it goes to the terminal. */
  log?: string
  /** Its own wish for a runtime, for example a built binary. */
  command?: string[]
}

/** How long a server may take to stop, in milliseconds: more than the 15 s that it allows itself. */
const closingTime = 20_000

/**
 * Starts a Chatter server from its sources, as a process of its own, and waits until it is ready. As long as it lives it may
 * take: a large database has to come up to date first.
 */
export async function startServer(options: ServerOptions): Promise<Running & { url: string }> {
  const { host = '127.0.0.1', port, dataDir, databaseUrl, redisUrl, settings, log } = options
  const [program = '', ...args] = options.command ?? [process.execPath, join(root, 'server/src/main.ts')]
  await mkdir(log ? dirname(log) : dataDir, { recursive: true })
  const env: NodeJS.ProcessEnv = {
    ...settings,
    CHATTER_HOST: host,
    CHATTER_PORT: `${port}`,
    CHATTER_DATA_DIR: dataDir,
  }
  if (databaseUrl) env.CHATTER_DATABASE_URL = databaseUrl
  if (redisUrl) env.CHATTER_REDIS_URL = redisUrl
  const output = log ? { file: log } : 'inherit'
  const running = await startProcess(program, args, { env, output, patience: closingTime })
  const url = urlOf(host, port)
  try {
    await waitUntil('The server', () => isReady(url), running, Number.POSITIVE_INFINITY)
  } catch (error) {
    await running.stop()
    throw log ? new Trouble(`${(error as Error).message}\nMore may be in its log: ${log}`) : error
  }
  return { ...running, url }
}

/** Where a server that listens on this address is reached from this machine. */
export function urlOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

/** Whether a Chatter server answers there and is ready. */
export async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) })
  return answer.ok
}

/** With these a connection fails where nobody listens, and where no address is. What is wrong with one, a server says itself. */
const unreachable = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
])

/** Who listens at this address: a Chatter server, something else, somebody who does not answer in 3 s, or nobody. */
export async function whoListens(url: string): Promise<'chatter' | 'another' | 'silent' | 'nobody'> {
  try {
    const answer = await fetch(`${url}/api/v1/me`, { signal: AbortSignal.timeout(3000) })
    const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json')
    return answer.status === 401 && isProblem ? 'chatter' : 'another'
  } catch (error) {
    const { name, cause } = error as Error
    if (name === 'TimeoutError') return 'silent'
    return unreachable.has((cause as NodeJS.ErrnoException | undefined)?.code ?? '') ? 'nobody' : 'another'
  }
}
