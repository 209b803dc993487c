/** Starts the real server in this process, on a free port and a fresh database, for tests. */
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import type { NewSession } from '@chatter/shared/sessions.ts'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../src/app.ts'
import { type Config, defaultConfig } from '../src/config.ts'
import { freshDatabase } from './database.ts'
import { createPerson, type Person, request } from './person.ts'

export type TestServer = {
  /** The running server; another one after {@link TestServer.restart}. */
  readonly app: FastifyInstance
  readonly url: string
  readonly config: Config
  /** Signs somebody up through the API. */
  signUp(username: string, details?: { displayName?: string; timeZone?: string }): Promise<Person>
  /** Asks without a session. */
  api: Person['api']
  /** Closes the server and starts it again on the same port and data. */
  restart(overrides?: Partial<Config>): Promise<void>
  stop(): Promise<void>
}

export const password = 'correct horse battery'

/** Cheap hashes and no limits, so that tests are quick; a test of these sets its own. */
const quick: Partial<Config> = {
  port: 0,
  logLevel: 'fatal',
  passwordMemory: 1024,
  passwordCost: 1,
  limitRequests: 0,
  limitSignUps: 0,
  limitLogIns: 0,
  limitLogInsPerName: 0,
  limitCalls: 0,
  limitPosts: 0,
  limitUploads: 0,
}

/** Starts a server that is stopped, and its data removed, when the test file ends. */
export async function startServer(overrides: Partial<Config> = {}): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'chatter-test-'))
  const { databaseUrl, drop } = overrides.databaseUrl ? sharedDatabase : await freshDatabase()
  let config = defaultConfig({ ...quick, dataDir, databaseUrl, ...overrides })
  let app = await listen(config)
  config = { ...config, port: portOf(app) }
  let isStopped = false

  const server: TestServer = {
    get app() {
      return app
    },
    get config() {
      return config
    },
    url: `http://127.0.0.1:${config.port}`,
    api: (method, path, body, headers) => request(server.url, method, path, body, headers),
    async signUp(username, details = {}) {
      const form = { username, password, displayName: username, device: 'Test', ...details }
      const { status, body } = await server.api('POST', '/api/v1/accounts', form)
      if (status !== 201) throw new Error(`Sign-up of ${username}: ${JSON.stringify(body)}`)
      return createPerson(server.url, body as NewSession)
    },
    async restart(changes = {}) {
      await app.close()
      config = { ...config, ...changes }
      app = await listen(config)
    },
    async stop() {
      if (isStopped) return
      isStopped = true
      await app.close()
      await drop()
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  after(() => server.stop())
  return server
}

/** Whose database somebody else made, and drops. */
const sharedDatabase = { databaseUrl: '', drop: async () => {} }

async function listen(config: Config): Promise<FastifyInstance> {
  const app = await buildApp(config)
  await app.listen({ host: config.host, port: config.port })
  return app
}

function portOf(app: FastifyInstance): number {
  return (app.server.address() as AddressInfo).port
}
