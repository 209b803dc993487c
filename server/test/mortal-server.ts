/** The server as a process that a test may close and kill, over and over; it comes back at the same address, on the same data. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import type { NewSession } from '@chatter/shared/sessions.ts'
import Fastify, { type FastifyInstance } from 'fastify'
import { defaultConfig } from '../src/config.ts'
import { database } from '../src/plugins/database.ts'
import { storage } from '../src/plugins/storage.ts'
import { freshDatabase } from './database.ts'
import { createPerson, type Person, request } from './person.ts'
import { runServer } from './process.ts'

export type MortalServer = {
  url: string
  signUp(username: string): Promise<Person>
  /** Closes it as its operator would, and starts it again. */
  restart(): Promise<void>
  /** kill -9, and a new start. */
  crash(): Promise<void>
  /** kill -9, for good. */
  kill(): Promise<void>
  /** Closes it for good, and answers what is needed to look at what it left. */
  examine(): Promise<FastifyInstance>
}

const password = 'correct horse battery'
const limits = ['REQUESTS', 'SIGN_UPS', 'LOG_INS', 'LOG_INS_PER_NAME', 'CALLS', 'POSTS', 'UPLOADS']

/** What several nodes have in common. */
type Place = { databaseUrl: string; dataDir: string; redisUrl: string; drop: () => Promise<void> }

/** Nodes of one server. */
export async function startMortalNodes(count: number, redisUrl: string): Promise<MortalServer[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'chatter-test-'))
  const place = { ...(await freshDatabase()), dataDir, redisUrl }
  const others = { ...place, drop: async () => {} }
  const servers = []
  for (let n = 0; n < count; n++) servers.push(await startMortalServer(n < count - 1 ? others : place))
  return servers
}

async function ownPlace(): Promise<Place> {
  return { ...(await freshDatabase()), dataDir: await mkdtemp(join(tmpdir(), 'chatter-test-')), redisUrl: '' }
}

export async function startMortalServer(place?: Place): Promise<MortalServer> {
  const { databaseUrl, dataDir, redisUrl, drop } = place ?? (await ownPlace())
  const env: Record<string, string> = {
    CHATTER_DATA_DIR: dataDir,
    CHATTER_HOST: '127.0.0.1',
    CHATTER_PORT: '0',
    CHATTER_PASSWORD_MEMORY: '1024',
    CHATTER_PASSWORD_COST: '1',
    ...Object.fromEntries(limits.map(limit => [`CHATTER_LIMIT_${limit}`, '0'])),
    ...(databaseUrl && { CHATTER_DATABASE_URL: databaseUrl }),
    ...(redisUrl && { CHATTER_REDIS_URL: redisUrl }),
  }
  let running = runServer(env)
  const url = await running.listens()
  env.CHATTER_PORT = new URL(url).port
  let examined: FastifyInstance | undefined

  async function end(signal: 'SIGTERM' | 'SIGKILL') {
    running.child.kill(signal)
    await running.ended
  }

  async function begin() {
    running = runServer(env)
    await running.listens()
  }

  after(async () => {
    await examined?.close()
    await end('SIGKILL')
    await drop()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
  })
  return {
    url,
    async signUp(username) {
      const form = { username, password, displayName: username, device: 'Test' }
      const { body } = await request(url, 'POST', '/api/v1/accounts', form)
      return createPerson(url, body as NewSession)
    },
    restart: () => end('SIGTERM').then(begin),
    crash: () => end('SIGKILL').then(begin),
    kill: () => end('SIGKILL'),
    async examine() {
      await end('SIGTERM')
      const config = defaultConfig({ dataDir, databaseUrl, logLevel: 'fatal' })
      examined = Fastify()
      await examined.register(database, { config })
      await examined.register(storage, { config })
      await examined.ready()
      return examined
    },
  }
}
