/** Chatter's app, signed in, with a lobby of 10,000 messages in its cache, as somebody has it who uses it every day. */
import { setTimeout as sleep } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'
import type { Page } from 'playwright-core'
import { buildDesktop } from '../lib/build.ts'
import { desktop } from '../lib/paths.ts'
import { temporaryFolder } from '../lib/services.ts'
import { countCached, openChatter, signUp } from './chatter-app.ts'
import { type Arena, type Contender, startContender } from './contenders.ts'
import { Crowd } from './crowd.ts'
import { offer } from './pace.ts'
import { prepareSeats } from './seats.ts'
import { paintOf, type WindowApp } from './window.ts'

const messages = 10_000
/** So many are posted before the app has to have them: one that is further behind would start again at the newest page. */
const batch = 500
const patience = 60_000

/** The app to open again and again, and its server, which goes on running. */
export type FilledApp = { app: WindowApp; stop(): Promise<void> }

/** @param env of the screen and the bus */
export async function fillApp({ mariadb }: Arena, env: Record<string, string>): Promise<FilledApp> {
  await buildDesktop()
  const url = new URL(mariadb.url)
  url.pathname = '/bench_app'
  const database = await createConnection(mariadb.url)
  await database.query('CREATE DATABASE bench_app CHARACTER SET utf8mb4')
  await database.end()
  const seats = { url: url.href, lobbyId: 1, accountIds: [], tokens: [] }
  const server = await startContender('chatter', { mariadb, seats })
  const serverUrl = `http://127.0.0.1:${server.port}`
  const all = { ...env, CHATTER_PROFILE_DIR: await temporaryFolder('app'), CHATTER_SERVER_URL: serverUrl }
  const lastSeq = await fill(server, url.href, all)
  const newest = `[role=log] article[data-seq="${lastSeq}"]`
  const [readable, live] = [paintOf(newest), paintOf(`#root > .frame ${newest}`)]
  return { app: { folder: desktop, env: all, readable, live }, stop: () => server.stop() }
}

/** Signs somebody up in the app, and lets two others talk until everything is cached. Answers with the newest `seq`. */
async function fill(server: Contender, databaseUrl: string, env: Record<string, string>): Promise<number> {
  const { page, quit } = await openChatter(env)
  await signUp(page)
  const { lobbyId, tokens } = await prepareSeats(`http://127.0.0.1:${server.port}`, databaseUrl, 2)
  const crowd = new Crowd(lobbyId)
  await crowd.connect(tokens.map(token => ({ port: server.port, token })))
  while (crowd.posted < messages) {
    await offer(crowd, server, { rate: batch * 4, warmup: 0, seconds: 1 / 4, patience })
    if (crowd.fault) throw new Error(crowd.fault)
    await untilCached(page, crowd.posted)
  }
  await crowd.close()
  const lastSeq = await page.locator('[role=log] article[data-seq]').last().getAttribute('data-seq')
  await quit()
  return Number(lastSeq)
}

async function untilCached(page: Page, count: number) {
  let cached = 0
  for (const deadline = Date.now() + patience; Date.now() < deadline; await sleep(50)) {
    cached = await page.evaluate(countCached)
    if (cached >= count) return
  }
  throw new Error(`The app cached ${cached} messages, not ${count}.`)
}
