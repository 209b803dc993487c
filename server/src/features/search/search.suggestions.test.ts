/** The windows in which documents are looked for: whatever they are, nothing is left out, and nothing comes out of order. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/server.ts'
import { foundRoom } from '../../../test/talk.ts'
import * as documents from './search.documents.table.ts'
import { roomToken, stretchTokens } from './search.fulltext.ts'
import { suggest } from './search.suggestions.ts'

const server = await startServer({ searchIndexing: 'off' })
const ada = await server.signUp('ada')
const roomId = await foundRoom([ada], 'Archive')
const { db } = server.app

const day = 86_400_000
const now = Date.now()
const count = 2_000

/** Two years, of which the last days hold a tenth, as in rooms that end together. */
const endedAt = (n: number) => now - (n < count / 10 ? (n * day) / 100 : 2 * day + (n * 728 * day) / count)

/** A word, and which documents have it; the newest is document 0. */
const words: Record<string, (n: number) => boolean> = {
  qwall: () => true,
  qwthird: n => n % 3 === 0,
  qwtwentieth: n => n % 20 === 7,
  qwrare: n => n % 400 === 399,
  qwoldest: n => n === count - 1,
  qwold: n => n > count / 2,
  qwnone: () => false,
}

test('[SRCH8] whatever the windows, every document is suggested once, and what comes later ended before', async t => {
  await fill()
  for (const [word, has] of Object.entries(words)) {
    const { found, steps } = await walk(word)
    const expected = Array.from({ length: count }, (_, n) => n).filter(has)
    assert.deepEqual(
      found.map(({ firstSeq }) => count - firstSeq).sort((a, b) => a - b),
      expected,
      word,
    )
    t.diagnostic(`${word}: ${steps} steps`)
  }
})

test('what is rare is looked for everywhere after a look among the newest', async () => {
  for (const word of ['qwrare', 'qwnone']) assert.equal((await walk(word)).steps, 3, word)
})

test('a page far back does not take a common word for a rare one', async () => {
  const upTo = endedAt(count / 8)
  const { found } = await walk('qwall', { upTo, page: 20 })
  assert.ok(found.length >= 20 && found.length < count / 2, `${found.length} documents`)
})

test('once enough was found, nothing is looked for before it', async () => {
  const enough = endedAt(300)
  const { found } = await walk('qwall', { enough })
  const oldest = Math.min(...found.map(({ lastAt }) => lastAt))
  assert.ok(oldest <= enough && oldest > enough - 30 * day, `${(enough - oldest) / day} days more`)
})

async function fill() {
  await documents.insertProgress(db, roomId)
  for (let at = count - 1; at >= 0; at -= 100) {
    const those = Array.from({ length: 100 }, (_, n) => at - n).map(n => {
      const [seq, time] = [count - n, Math.floor(endedAt(n))]
      const own = Object.keys(words).filter(word => words[word]!(n))
      const tokens = new Set([roomToken(roomId), ...stretchTokens(time), ...own])
      return { firstSeq: seq, lastSeq: seq, firstAt: time, lastAt: time, tokens }
    })
    await db.transaction(trx => documents.insertDocuments(trx, roomId, those))
  }
}

type Way = { upTo?: number; enough?: number; page?: number }

/** Goes on to the end, until what it is told is enough was passed, or until a page is full. */
async function walk(word: string, { upTo = now * 2, enough = 0, page = count }: Way = {}) {
  const found: { firstSeq: number; lastAt: number }[] = []
  let [steps, passed] = [0, Number.POSITIVE_INFINITY]
  const reachedSince = () => found[page - 1]?.lastAt ?? enough
  const goal = { count: 20, reachedSince }
  const tokens = [{ token: word, isPrefix: false }]
  for await (const { candidates, rest } of suggest(db, tokens, { roomIds: [roomId], from: 0, upTo }, goal)) {
    for (const { lastAt } of candidates) assert.ok(lastAt <= passed, `${word}: ${lastAt} after ${passed}`)
    found.push(...candidates)
    passed = rest
    steps++
    if (rest < reachedSince()) break
  }
  return { found, steps }
}
