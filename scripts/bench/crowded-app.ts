/** Chatter's app with 100,000 messages in its cache: a lobby of 20,000 and eight rooms of 10,000, opened anew. */
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { buildDesktop } from '../lib/build.ts'
import { findElectron } from '../lib/electron.ts'
import { desktop } from '../lib/paths.ts'
import { run } from '../lib/processes.ts'
import { program, temporaryFolder } from '../lib/services.ts'
import { type Arena, type Contender, startContender } from './contenders.ts'
import { Crowd } from './crowd.ts'
import { countCached, signUp } from './filled-app.ts'
import { offer } from './pace.ts'
import { prepareSeats } from './seats.ts'

const rooms = 8
export const lobbyMessages = 20_000
const roomMessages = 10_000
/** So many are posted in each room before the app has to have them: one that is further behind would start anew. */
const batch = 500
const patience = 120_000

export type CrowdedApp = { page: Page; stop(): Promise<void> }

/** @param env of the screen and the bus */
export async function openCrowdedApp({ mariadb }: Arena, env: Record<string, string>): Promise<CrowdedApp> {
  await buildDesktop()
  const url = new URL(mariadb.url)
  url.pathname = '/bench_views'
  const database = await createConnection(mariadb.url)
  await database.query('CREATE DATABASE bench_views CHARACTER SET utf8mb4')
  await database.end()
  const server = await startContender('chatter', {
    mariadb,
    seats: { url: url.href, lobbyId: 1, accountIds: [], tokens: [] },
  })
  const serverUrl = `http://127.0.0.1:${server.port}`
  const all = { ...env, CHATTER_PROFILE_DIR: await temporaryFolder('views'), CHATTER_SERVER_URL: serverUrl }
  const filling = await launch(all)
  await fill(server, url.href, await filling.firstWindow())
  await quit(filling)
  const app = await launch(all)
  const page = await app.firstWindow()
  await page.getByRole('log').waitFor()
  await sleep(5_000)
  return {
    page,
    async stop() {
      await quit(app)
      await server.stop()
    },
  }
}

async function launch(env: Record<string, string>): Promise<ElectronApplication> {
  const electron = await findElectron()
  const app = await _electron.launch({
    executablePath: electron.executable,
    args: [...electron.args, desktop],
    env: { ...(process.env as Record<string, string>), ...env },
  })
  await run(program('taskset'), ['-apc', `0-${availableParallelism() - 1}`, `${app.process().pid}`])
  return app
}

async function quit(running: ElectronApplication) {
  await running.evaluate(({ app }) => app.quit()).catch(() => {})
  await running.close()
}

/** Signs somebody up in the app, takes them into the rooms, and lets two others talk until everything is cached. */
async function fill(server: Contender, databaseUrl: string, page: Page) {
  await signUp(page)
  const serverUrl = `http://127.0.0.1:${server.port}`
  const { lobbyId, tokens, accountIds } = await prepareSeats(serverUrl, databaseUrl, 2)
  const ask = createAsk(serverUrl, tokens[0]!)
  const { accounts } = await ask('GET', '/accounts?query=ada')
  const ids = [lobbyId]
  for (let n = 1; n <= rooms; n++) {
    const { room } = await ask('POST', '/rooms', { name: `room-${n}`, kind: 'public' })
    for (const id of [accountIds[1], accounts[0].id]) await ask('PUT', `/rooms/${room.id}/members/${id}`)
    ids.push(room.id)
    await open(page, `room-${n}`)
  }
  await open(page, 'Lobby')
  const before = await page.evaluate(countCached)
  const goals = new Map(ids.map(id => [id, id === lobbyId ? lobbyMessages : roomMessages]))
  let posted = 0
  while (goals.size > 0) {
    for (const [roomId, left] of goals) {
      posted += await post(server, roomId, tokens)
      if (left > batch) goals.set(roomId, left - batch)
      else goals.delete(roomId)
    }
    await untilCached(page, before + posted)
  }
}

/** Only rooms that were opened once are kept up to date on this machine. */
async function open(page: Page, name: string) {
  await page.getByRole('button', { name, exact: true }).first().click()
  await page.getByRole('log', { name, exact: true }).waitFor()
}

/** One room after the other, as a crowd takes every message that it hears for one of its own. */
async function post(server: Contender, roomId: number, tokens: string[]): Promise<number> {
  const crowd = new Crowd(roomId)
  await crowd.connect(tokens.map(token => ({ port: server.port, token })))
  await offer(crowd, server, { rate: batch * 4, warmup: 0, seconds: 1 / 4, patience })
  await crowd.close()
  if (crowd.fault) throw new Error(crowd.fault)
  return crowd.posted
}

function createAsk(serverUrl: string, token: string) {
  return async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${serverUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`)
    return JSON.parse((await answer.text()) || 'null')
  }
}

async function untilCached(page: Page, count: number) {
  let cached = 0
  for (const deadline = Date.now() + patience; Date.now() < deadline; await sleep(100)) {
    cached = await page.evaluate(countCached)
    if (cached >= count) return
  }
  throw new Error(`The app cached ${cached} messages, not ${count}.`)
}
