/** The three servers that are compared, each a fresh process on the server's core, started with the same flags. */
import { connect } from 'node:net'
import { join } from 'node:path'
import { root } from '../lib/paths.ts'
import { freePort } from '../lib/ports.ts'
import { type Running, startProcess, waitUntil } from '../lib/processes.ts'
import type { Service } from '../lib/services.ts'
import { onCore, serverCore } from './cores.ts'
import type { Door } from './member.ts'
import type { Seats } from './seats.ts'

export type ContenderName = 'chatter' | 'bare' | 'insert'

export type Contender = {
  name: ContenderName
  pid: number
  port: number
  /** The process of its database, if it has one. */
  databasePid: number | undefined
  roomId: number
  /** Doors of this many different accounts. */
  doors(count: number): Door[]
  collectGarbage(): void
  lastWords(): string
  stop(): Promise<void>
}

export type Arena = {
  mariadb: Service
  seats: Seats
  profile?: boolean
  /** More settings for Chatter. */
  settings?: Record<string, string>
}

const flags = ['--expose-gc', '--import', join(import.meta.dirname, 'collect.ts')]

export async function startContender(
  name: ContenderName,
  { mariadb, seats, profile, settings: more }: Arena,
): Promise<Contender> {
  const port = await freePort()
  const running = await (name === 'chatter'
    ? startChatter(port, seats.url, profile, more)
    : startRelay(port, name, mariadb.url, profile))
  await waitUntil(name, () => answers(port), running)
  return {
    name,
    port,
    pid: running.pid,
    databasePid: name === 'bare' ? undefined : mariadb.pid,
    roomId: name === 'chatter' ? seats.lobbyId : 1,
    doors: count =>
      Array.from({ length: count }, (_, index) => ({
        port,
        token: name === 'chatter' ? seats.tokens[index] : undefined,
      })),
    collectGarbage: () => void process.kill(running.pid, 'SIGWINCH'),
    lastWords: running.lastWords,
    stop: () => running.stop(),
  }
}

function startRelay(port: number, name: ContenderName, url: string, profile = false): Promise<Running> {
  const database = name === 'insert' ? ['--database', url] : []
  return startNode([join(import.meta.dirname, 'relay.ts'), '--port', `${port}`, ...database], profile)
}

/** The limits are against just what a load generator does, so they are out of the way; and what is logged is nothing. */
const settings = {
  CHATTER_LIMIT_REQUESTS: '0',
  CHATTER_LIMIT_CALLS: '0',
  CHATTER_LIMIT_POSTS: '0',
  CHATTER_LOG_LEVEL: 'warn',
}

export async function startChatter(
  port: number,
  url: string,
  profile = false,
  more: Record<string, string> = {},
): Promise<Running> {
  const args = ['--port', `${port}`, '--database', url]
  return startNode([join(root, 'server', 'src', 'main.ts'), ...args], profile, { ...settings, ...more })
}

function startNode(args: string[], profile: boolean, env: Record<string, string> = {}) {
  const profiling = profile ? ['--cpu-prof', '--cpu-prof-dir', join(root, 'out', 'profiles')] : []
  const [command, all] = onCore(serverCore, [process.execPath, ...flags, ...profiling, ...args])
  return startProcess(command, all, { env: { NODE_ENV: 'production', ...env } })
}

export function answers(port: number) {
  return new Promise<boolean>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true))
    socket.once('error', reject).once('connect', () => socket.destroy())
  })
}
