/**
 * Chatter's app with 100,000 messages in its cache: a lobby of 20,000 and eight rooms of 10,000, opened anew. The messages
 * are written into the server's database by statements with many rows; the app itself catches up with them.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'
import type { Page } from 'playwright-core'
import { pick, type Random, randomOf, sentence } from '../../server/test/corpus.ts'
import { buildDesktop } from '../lib/build.ts'
import { temporaryFolder } from '../lib/services.ts'
import { countCached, openChatter, signUp } from './chatter-app.ts'
import { type Arena, type Contender, startContender } from './contenders.ts'
import { clientIdOf, insertMessages } from './million.ts'
import { prepareSeats } from './seats.ts'
import { openVoice, type Voice } from './voice.ts'

export const lobbyMessages = 20_000
const roomMessages = 10_000
export const roomNames = Array.from({ length: 8 }, (_, n) => `room-${n + 1}`)
const people = 12
/** So many are put into a room before the app has to have them: one that is further behind would start anew. */
const batch = 900
const patience = 60_000
const minute = 60_000

/** What the app is to be opened with, and its server, which goes on running. */
export type CrowdedApp = { env: Record<string, string>; stop(): Promise<void> }

/** @param env of the screen and the bus */
export async function fillCrowdedApp({ mariadb }: Arena, env: Record<string, string>): Promise<CrowdedApp> {
  await buildDesktop()
  const url = new URL(mariadb.url)
  url.pathname = '/bench_views'
  const database = await createConnection(mariadb.url)
  await database.query('CREATE DATABASE bench_views CHARACTER SET utf8mb4')
  await database.changeUser({ database: 'bench_views' })
  await database.query('SET NAMES utf8mb4 COLLATE utf8mb4_bin')
  const seats = { url: url.href, lobbyId: 1, accountIds: [], tokens: [] }
  const server = await startContender('chatter', { mariadb, seats })
  const profile = await temporaryFolder('views')
  const serverUrl = `http://127.0.0.1:${server.port}`
  const all = { ...env, CHATTER_PROFILE_DIR: profile, CHATTER_SERVER_URL: serverUrl }
  const { page, quit } = await openChatter(all)
  await fill(server, database, url.href, page)
  await quit()
  await readAll(database)
  await untilIndexed(database)
  return {
    env: all,
    async stop() {
      await server.stop()
      await database.query('DROP DATABASE bench_views')
      await database.end()
    },
  }
}

/** Signs somebody up in the app, takes them into the rooms, and lets others talk there until everything is cached. */
async function fill(server: Contender, database: Connection, databaseUrl: string, page: Page) {
  await signUp(page)
  const serverUrl = `http://127.0.0.1:${server.port}`
  const { lobbyId, tokens, accountIds } = await prepareSeats(serverUrl, databaseUrl, people)
  const rooms = await openRooms(page, createAsk(serverUrl, tokens[0]!))
  const voice = await openVoice({ port: server.port, token: tokens[0]! })
  const random = randomOf(7)
  const talks = [
    talkIn(lobbyId, lobbyMessages, 2 * minute),
    ...rooms.map(roomId => talkIn(roomId, roomMessages, 4 * minute)),
  ]
  let expected = await page.evaluate(countCached)
  while (talks.some(({ left }) => left > 0)) {
    for (const talk of talks) expected += await talkOn(database, talk, accountIds, random, voice)
    await untilCached(page, expected)
  }
  await voice.close()
}

/** Most of what people say in a room is short. */
export function utterance(random: Random): string {
  const [one, other] = [sentence(random), sentence(random)]
  return one.length < other.length ? one : other
}

/** Only rooms that were opened once are kept up to date on this machine. */
async function openRooms(page: Page, ask: ReturnType<typeof createAsk>): Promise<number[]> {
  const { accounts } = await ask('GET', '/accounts?query=ada')
  const ids: number[] = []
  for (const name of roomNames) {
    const { room } = await ask('POST', '/rooms', { name, kind: 'public' })
    await ask('PUT', `/rooms/${room.id}/members/${accounts[0].id}`)
    ids.push(room.id)
    await page.getByRole('button', { name, exact: true }).first().click()
    await page.getByRole('log', { name, exact: true }).waitFor()
  }
  return ids
}

type Talk = {
  roomId: number
  left: number
  /** The mean time between two messages. */
  pace: number
  /** When the last one was written. */
  at: number
  /** Who wrote it. */
  author: number
}

function talkIn(roomId: number, messages: number, pace: number): Talk {
  return { roomId, left: messages, pace, at: Date.now() - messages * pace, author: 0 }
}

/** Many messages that nobody is told of, and one post, which shows the app that it missed something. */
async function talkOn(
  database: Connection,
  talk: Talk,
  people: readonly number[],
  random: Random,
  voice: Voice,
) {
  const count = Math.min(batch, talk.left)
  if (count === 0) return 0
  const [[room]] = await database.query<RowDataPacket[]>('SELECT * FROM rooms WHERE id = ?', [talk.roomId])
  const rows = Array.from({ length: count }, (_, n) => {
    // People say several things in a row, and then nothing for a while.
    if (talk.author === 0 || random() < 0.5) talk.author = pick(random, people)
    talk.at = Math.min(Date.now(), talk.at + talk.pace * 3 * random() ** 2)
    const seq = room!.last_seq + n + 1
    const clientId = clientIdOf(talk.roomId, seq)
    return [
      talk.roomId,
      seq,
      room!.rev + n + 1,
      talk.author,
      clientId,
      utterance(random),
      Math.floor(talk.at),
    ]
  })
  await database.beginTransaction()
  await insertMessages(database, rows)
  await database.query(
    'UPDATE rooms SET last_seq = last_seq + ?, rev = rev + ?, post_count = post_count + ? WHERE id = ?',
    [count, count, count, talk.roomId],
  )
  await database.commit()
  talk.left -= count
  await voice.say(talk.roomId, utterance(random))
  return count + 1
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

/** Everybody has read everything, as people have who were there until a moment ago. */
async function readAll(database: Connection) {
  await database.query(`UPDATE members JOIN rooms ON rooms.id = members.room_id
    SET read_seq = last_seq, read_post_count = post_count`)
}

/** The server has a core of its own, but what it does in the background would be measured with the app. */
async function untilIndexed(database: Connection) {
  const sql = `SELECT COALESCE(SUM(CAST(rooms.rev AS SIGNED) - COALESCE(indexed_rev, 0)), 0) AS behind
    FROM rooms LEFT JOIN search_progress ON search_progress.room_id = rooms.id`
  for (const deadline = Date.now() + patience; Date.now() < deadline; await sleep(500)) {
    const [[row]] = await database.query<RowDataPacket[]>(sql)
    if (Number(row!.behind) <= 1_024) return
  }
  throw new Error('The search index does not come after.')
}
