/** Several nodes of one server: a database of their own on MariaDB, a Redis, and files in one folder. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import type { Config } from '../src/config.ts'
import { freshDatabase } from './database.ts'
import { type Connection, createPerson, type Person } from './person.ts'
import { startServer, type TestServer } from './server.ts'
import { inRoom } from './talk.ts'
import { until } from './until.ts'

export type Nodes = {
  /** In this process, and so in one event loop: what differs between them is only what each of them knows. */
  servers: TestServer[]
  databaseUrl: string
  dataDir: string
}

/** Whether the stage has what several nodes need. One node on the embedded database has no others. */
export const hasNodes = process.env.CHATTER_TEST_DATABASE === 'mariadb'

/** The Redis that the stage started. */
export function sharedRedis(): string {
  const url = process.env.CHATTER_TEST_REDIS_URL
  if (!url) throw new Error('CHATTER_TEST_REDIS_URL names no Redis: redis://host:port')
  return url
}

export async function startNodes(
  count: number,
  redisUrl: string,
  overrides: Partial<Config> = {},
): Promise<Nodes> {
  const [{ databaseUrl, drop }, dataDir] = await Promise.all([
    freshDatabase(),
    mkdtemp(join(tmpdir(), 'chatter-test-')),
  ])
  const servers: TestServer[] = []
  for (let n = 0; n < count; n++)
    servers.push(await startServer({ databaseUrl, dataDir, redisUrl, ...overrides }))
  after(async () => {
    for (const server of servers) await server.stop()
    await drop()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
  })
  return { servers, databaseUrl, dataDir }
}

/** The same person, at another node. */
export function at(node: { url: string }, { account, sessionId, token }: Person): Person {
  return createPerson(node.url, { account, session: { id: sessionId, token } })
}

/** Resolves when the listener's node has heard all that the speaker's told before: what nodes tell comes in order. */
export async function catchUp(speaker: Connection, listener: Connection, roomId: number) {
  await speaker.call('typing:start', { roomId })
  await listener.next('typing:started', inRoom(roomId))
}

/** A Redis that a test may kill: it comes back at the same port, and has forgotten everything. */
export async function startMortalRedis() {
  const folder = await mkdtemp(join(tmpdir(), 'chatter-redis-'))
  const port = await freePort()
  let running: ChildProcess

  async function start() {
    const network = ['--port', `${port}`, '--bind', '127.0.0.1']
    running = spawn('redis-server', [...network, '--dir', folder, '--save', '', '--appendonly', 'no'])
    await until(() => answers(port))
  }

  async function kill() {
    const ended = new Promise(resolve => running.once('exit', resolve))
    running.kill('SIGKILL')
    await ended
  }

  /** It stands still, and its connections seem to stand. */
  const freeze = () => void running.kill('SIGSTOP')
  const thaw = () => void running.kill('SIGCONT')

  after(async () => {
    running.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })
  await start()
  return { url: `redis://127.0.0.1:${port}`, start, kill, freeze, thaw }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

function answers(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
