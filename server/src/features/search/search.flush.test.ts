/** What InnoDB does not do by itself: a document stays in sight while it is moved from memory to disk. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { startServer } from '../../../test/server.ts'
import { foundRoom } from '../../../test/talk.ts'
import * as documents from './search.documents.table.ts'
import { roomToken, stretchTokens } from './search.fulltext.ts'
import { suggest } from './search.suggestions.ts'
import type { Candidate } from './search.table.ts'

const server = await startServer({ searchIndexing: 'off' })
const ada = await server.signUp('ada')
const roomId = await foundRoom([ada], 'Lab')
const { db } = server.app

test('[SRCH8] no document goes out of sight while the index grows', { timeout: 60_000 }, async t => {
  await documents.insertProgress(db, roomId)
  const end = Date.now() + 10_000
  let [written, looks] = [0, 0]

  async function write() {
    while (Date.now() < end) {
      const seq = written + 1
      const tokens = new Set([roomToken(roomId), ...stretchTokens(seq), codeOf(seq), ...manyTokens()])
      await db.transaction(async trx => {
        const document = { firstSeq: seq, lastSeq: seq, firstAt: seq, lastAt: seq, tokens }
        await documents.insertDocuments(trx, roomId, [document])
        await documents.updateProgress(trx, { roomId, indexedRev: seq, indexedSeq: seq })
      })
      written = seq
      await pause(1)
    }
  }

  async function read() {
    while (Date.now() < end) {
      // Those are moved which came since the last time: a few, or more where that takes long.
      const seq = Math.max(1, written - Math.floor(150 * Math.random() ** 4))
      await pause(1)
      if (written === 0) continue
      const found = await find(seq)
      assert.deepEqual(
        found.map(({ firstSeq }) => firstSeq),
        [seq],
        `${seq} of ${written}`,
      )
      looks++
    }
  }

  await Promise.all([write(), read(), read(), read()])
  t.diagnostic(`${looks} looks at ${written} documents`)
})

async function find(seq: number): Promise<Candidate[]> {
  const tokens = [{ token: codeOf(seq), isPrefix: false }]
  const found: Candidate[] = []
  const range = { roomIds: [roomId], from: 0, upTo: Date.now() }
  for await (const { candidates } of suggest(db, tokens, range, { count: 1, reachedSince: () => 0 }))
    found.push(...candidates)
  return found
}

const codeOf = (seq: number) => `word${seq}of`

/** So many that the memory is full soon. */
function manyTokens() {
  return Array.from({ length: 1_500 }, () => `a${Math.floor(Math.random() * 2 ** 40).toString(36)}`)
}
