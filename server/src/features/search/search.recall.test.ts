/**
 * A search finds everything that it should, and nothing else: over a made-up but realistic history in several languages, at
 * every state of the index, while posts are edited and deleted and come in. What it should find is told by a literal scan that knows nothing
 * of tokens, documents or the code under test. `CHATTER_TEST_SEED` repeats a history.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SearchPage } from '@chatter/shared/search.ts'
import { fakeWords, fileName, pick, type Random, randomOf, sentence } from '../../../test/corpus.ts'
import { bringFile, postFiles } from '../../../test/files.ts'
import type { Connection, Person } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom, post } from '../../../test/talk.ts'
import { selectBehind } from './search.documents.table.ts'
import { indexRoom } from './search.indexing.ts'
import { search } from './search.ts'

const seed = Number(process.env.CHATTER_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))
const random = randomOf(seed)

const server = await startServer({ searchIndexing: 'off' })
const people = [
  await server.signUp('ada'),
  await server.signUp('grace'),
  await server.signUp('linus'),
] as const
const [ada, grace, linus] = people
const connections = new Map<Person, Connection>()
for (const person of people) connections.set(person, await person.connect())

/** What was posted, as it reads now. */
type Known = {
  roomId: number
  seq: number
  createdAt: number
  author: number
  body: string
  /** Of its files. */
  names: string[]
}
const known: Known[] = []
/** Who is in which room. */
const rooms = new Map<number, Person[]>()
for (const [name, ...members] of [
  ['All', ada, grace, linus],
  ['Pair', ada, grace],
  ['Other', grace, linus],
  ['Alone', linus],
] as [string, ...[Person, ...Person[]]][])
  rooms.set(await foundRoom(members, `${name} ${seed}`), members)

test('[SRCH8] it finds everything and nothing else: 500 Korean and 200 mixed queries, as the index falls behind and catches up', {
  timeout: 600_000,
}, async t => {
  t.diagnostic(`CHATTER_TEST_SEED=${seed}`)
  await talk(2_400)
  await ageEverything()
  await indexSome(1)
  const counts = { korean: 0, mixed: 0, finds: 0 }
  for (let round = 0; round < 10; round++) {
    await talk(120)
    await changeSome(25)
    const indexing = indexSome()
    for (let n = 0; n < 52; n++) counts.finds += await check(random() < 0.03 ? nonsense(random) : korean())
    for (let n = 0; n < 22; n++) counts.finds += await check(mixed())
    await indexing
    counts.korean += 52
    counts.mixed += 22
  }
  assert.ok(counts.korean >= 500 && counts.mixed >= 200)
  t.diagnostic(`${known.length} messages, ${counts.finds} finds`)
})

async function talk(count: number) {
  for (let left = count; left > 0; left -= 25) await talkAtOnce(Math.min(left, 25))
}

async function talkAtOnce(count: number) {
  const posting = Array.from({ length: count }, async () => {
    const [roomId, members] = pick(random, [...rooms])
    const person = pick(random, members)
    const names = Array.from({ length: random() < 0.06 ? 1 + Math.floor(random() * 3) : 0 }, () =>
      fileName(random),
    )
    const body = names.length > 0 && random() < 0.4 ? '' : sentence(random)
    const { seq, createdAt } = await say(person, roomId, body, names)
    known.push({ roomId, seq, createdAt, author: person.account.id, body: body.trimEnd(), names })
  })
  await Promise.all(posting)
}

async function say(person: Person, roomId: number, body: string, names: readonly string[]) {
  const connection = connections.get(person)!
  if (names.length === 0) return post(connection, roomId, body)
  const files = await Promise.all(names.map(name => bringFile(server, person, roomId, { name })))
  return postFiles(connection, roomId, files, body)
}

/** Three years of history, so that documents lie far apart. */
async function ageEverything() {
  const age = 3 * 365 * 24 * 3_600_000
  const longest = Math.max(...known.map(({ seq }) => seq))
  await server.app.db.transaction(async trx => {
    for (const message of known) {
      message.createdAt -= Math.floor(age * ((longest - message.seq) / longest) ** 2)
      await trx('messages')
        .where({ room_id: message.roomId, seq: message.seq })
        .update({ created_at: message.createdAt })
    }
  })
}

async function changeSome(count: number) {
  for (let n = 0; n < count; n++) {
    const message = pick(random, known)
    const { roomId, seq } = message
    const author = people.find(({ account }) => account.id === message.author)!
    const connection = connections.get(author)!
    if (random() < 0.4) {
      await connection.call('message:delete', { roomId, seq })
      known.splice(known.indexOf(message), 1)
    } else {
      message.body = sentence(random).trimEnd()
      await connection.call('message:edit', { roomId, seq, body: message.body })
    }
  }
}

/** Some rooms, some of the way, in small documents; seldom everything. */
async function indexSome(everything = 0.2) {
  const steps = random() < everything ? 10_000 : Math.floor(random() * 120)
  for (let n = 0; n < steps; n++) {
    const behind = await selectBehind(server.app.db)
    if (behind.length === 0) return
    await indexRoom(server.app, pick(random, behind), 1 + Math.floor(random() * 12))
  }
}

type Query = {
  query: string
  person?: Person
  roomId?: number
  from?: number
  before?: number
  after?: number
}

/** A piece of what somebody wrote in Korean, from two syllables on; now and then two pieces of one message. */
function korean(): Query {
  const runs = [
    ...textsOf(pickSearched())
      .join(' ')
      .matchAll(/[가-힣]{2,}/g),
  ].map(([run]) => run)
  if (runs.length === 0) return korean()
  const piece = () => {
    const run = pick(random, runs)
    const length = Math.min(run.length, 2 + Math.floor(random() ** 2 * 4))
    const start = Math.floor(random() * (run.length - length + 1))
    return run.slice(start, start + length)
  }
  return narrowed(random() < 0.2 ? `${piece()} ${piece()}` : piece())
}

/** What a message is searched in. */
const textsOf = ({ body, names }: Pick<Known, 'body' | 'names'>) => [body, ...names]

/** Any message, and those with files more often than they are. */
function pickSearched(): Known {
  const withFiles = known.filter(({ names }) => names.length > 0)
  return pick(random, random() < 0.2 && withFiles.length > 0 ? withFiles : known)
}

/** Syllables that hardly anybody wrote in a row. */
function nonsense(random: Random): Query {
  const syllable = () => String.fromCharCode(0xac00 + Math.floor(random() * 11_172))
  return { query: syllable() + syllable() }
}

/** Words, their beginnings, codes, addresses, names with underscores, phrases, Kana and Han. */
function mixed(): Query {
  const words = pick(random, textsOf(pickSearched()).filter(Boolean)).split(/\s+/).filter(Boolean)
  // A quotation mark that nothing closes would make a phrase of what follows it.
  const word = pick(random, words).replace(/["“”]/g, '')
  const way = random()
  if (way < 0.3) return narrowed(word)
  if (way < 0.5) return narrowed([...word].slice(0, 1 + Math.floor(random() * 5)).join(''))
  if (way < 0.65) return narrowed(`${pick(random, words)} ${pick(random, words)}`.replace(/["“”]/g, ''))
  if (way < 0.8) {
    const start = Math.floor(random() * words.length)
    return narrowed(
      `"${words
        .slice(start, start + 3)
        .join(' ')
        .replace(/["“”]/g, '')}"`,
    )
  }
  if (way < 0.9) return narrowed(pick(random, fakeWords).toUpperCase())
  const foreign = pick(
    random,
    known.flatMap(one => one.body.match(/[ぁ-ヿ一-鿿]{2,}/g) ?? []),
  )
  const start = Math.floor(random() * (foreign.length - 1))
  return narrowed(foreign.slice(start, start + 2 + Math.floor(random() * 2)))
}

/** Now and then within a room, of somebody, or of some time. */
function narrowed(query: string): Query {
  const person = pick(random, [ada, ada, grace, linus])
  const mine = [...rooms].filter(([, members]) => members.includes(person)).map(([id]) => id)
  const time = pick(random, known).createdAt
  return {
    query,
    person,
    ...(random() < 0.15 && { roomId: pick(random, mine) }),
    ...(random() < 0.1 && { from: pick(random, people).account.id }),
    ...(random() < 0.1 && { before: time }),
    ...(random() < 0.1 && { after: time }),
  }
}

/** Compares what is found with what is there, in order, and returns how much that is. */
async function check({ person = ada, ...query }: Query): Promise<number> {
  const wanted = known
    .filter(message => isMeant(message, person, query))
    .sort((a, b) => b.createdAt - a.createdAt || b.roomId - a.roomId || b.seq - a.seq)
  const found = await (random() < 0.1 ? findHastily : findAll)(person, query)
  const told = ({ roomId, seq, body }: Pick<Known, 'roomId' | 'seq' | 'body'>) => `${roomId}:${seq} ${body}`
  assert.deepEqual(found.map(told), wanted.map(told), JSON.stringify(query))
  return found.length
}

async function findAll(person: Person, query: Omit<Query, 'person'>) {
  const messages: SearchPage['messages'] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const asked = new URLSearchParams({ limit: '100', ...(cursor && { cursor }) })
    for (const [name, value] of Object.entries(query)) asked.set(name, String(value))
    const { status, body } = await person.api('GET', `/api/v1/search?${asked}`)
    if (status !== 200) assert.fail(`${asked}: ${JSON.stringify(body)}`)
    messages.push(...body.messages)
    cursor = body.cursor
  }
  return messages
}

/** As {@link findAll}, but each page has hardly begun when its time is over. */
async function findHastily({ account }: Person, query: Omit<Query, 'person'>) {
  const messages: SearchPage['messages'] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await search(server.app, account, { ...query, limit: 100, ...(cursor && { cursor }) }, 0)
    messages.push(...page.messages)
    cursor = page.cursor
  }
  return messages
}

/** The literal scan: every message, every place in it. */
function isMeant(message: Known, person: Person, { query, roomId, from, before, after }: Query): boolean {
  return (
    rooms.get(message.roomId)!.includes(person) &&
    (roomId === undefined || message.roomId === roomId) &&
    (from === undefined || message.author === from) &&
    (before === undefined || message.createdAt < before) &&
    (after === undefined || message.createdAt >= after) &&
    pieces(query).every(piece => textsOf(message).some(text => stands(piece, plain(text))))
  )
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ')

function pieces(query: string): string[] {
  const quoted = query.startsWith('"') ? [query.slice(1, -1)] : query.split(/\s+/)
  return quoted.map(piece => plain(piece).trim()).filter(Boolean)
}

function stands(piece: string, text: string): boolean {
  const needsStart = /^[a-z0-9à-öø-ÿа-я]/.test(piece)
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1))
    if (!needsStart || at === 0 || !/[a-z0-9à-öø-ÿа-я]/.test(text[at - 1]!)) return true
  return false
}
