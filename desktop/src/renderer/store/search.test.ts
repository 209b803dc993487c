/** Search without a server: over what is cached on this machine. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Message } from '@chatter/shared/messages.ts'
import { matchesText, parseTerms } from '@chatter/shared/search.match.ts'
import type { SearchQuery } from '@chatter/shared/search.ts'
import { emptySnapshot, type Snapshot } from '@chatter/shared/snapshot.ts'
import { createModel } from '../../../../shared/test/model.ts'
import { createMachine } from '../../../test/client.ts'
import { openCache } from './cache.ts'
import { createSearch } from './search.ts'

const owner = { serverUrl: 'http://chat.test', accountId: 7 }
const words =
  'PLT-3699 프로젝트 회의 10.0.1.7 foo_bar deploy lunch 새로운 プロジェクト `code` https://a.test'.split(' ')

test('[FIND11] offline, the cache is searched literally, newest first, page by page', async () => {
  const { search, all } = await startOffline()
  const asked: SearchQuery[] = [
    ...words.map(query => ({ query })),
    { query: '젝트' },
    { query: 'deploy lunch' },
    { query: 'deploy', roomId: 2 },
    { query: 'deploy', from: 2 },
    { query: '', from: 3, roomId: 1 },
    { query: 'lunch', before: 300 },
    { query: 'lunch', after: 300 },
    { query: 'lunch', after: 150, before: 300 },
    { query: '', has: 'code' },
    { query: '', has: 'link', before: 250 },
    { query: '', has: 'mention' },
    { query: '보고' },
    { query: '고서', has: 'file' },
    { query: 'report deploy' },
    { query: '7.pdf' },
    { query: 'nothing has this' },
  ]
  for (const query of asked) {
    const expected = all
      .filter(message => isMeant(message, query))
      .sort((a, b) => b.createdAt - a.createdAt || b.roomId - a.roomId || b.seq - a.seq)
      .map(placeOf)
    const found: string[] = []
    let cursor: string | undefined
    do {
      const page = await search({ ...query, limit: 50, ...(cursor && { cursor }) })
      assert.equal(page.isOffline, true)
      found.push(...page.messages.map(placeOf))
      cursor = page.cursor ?? undefined
    } while (cursor)
    assert.deepEqual(found, expected, JSON.stringify(query))
  }
  await assert.rejects(search({ query: 'lunch', roomId: 99 }), { code: 'not_found' })
})

test('[FIND11] [SRCH10] offline, files are found by their names, too', async () => {
  const { search, all } = await startOffline()
  const named = all.filter(({ attachments, deletedAt, kind }) => attachments && !deletedAt && kind === 'post')
  assert.ok(named.length > 20)
  const { messages } = await search({ query: '분기보', limit: 100 })
  assert.deepEqual(messages.map(placeOf).sort(), named.map(placeOf).sort())
})

test('[FIND11] the page is not held up while the cache is searched', async () => {
  const { search } = await startOffline(1_500)
  let last = performance.now()
  const gaps: number[] = []
  const ticking = setInterval(() => {
    gaps.push(performance.now() - last)
    last = performance.now()
  })
  await search({ query: 'not there at all' })
  clearInterval(ticking)
  // The database in memory does its work in the same thread; a browser has another one for it.
  gaps.sort((a, b) => a - b)
  assert.ok(
    gaps[Math.floor(gaps.length / 2)]! < 16,
    `half of the gaps are longer than ${gaps[gaps.length >> 1]} ms`,
  )
})

test('[FIND11] rooms that ended are not searched, and pages of the server go on at the server', async () => {
  const { search, leave } = await startOffline()
  leave(2)
  const { messages } = await search({ query: 'deploy', limit: 100 })
  assert.ok(messages.length > 0)
  assert.ok(messages.every(({ roomId }) => roomId !== 2))
  await assert.rejects(search({ query: 'deploy', cursor: 'of the server' }), { code: 'unavailable' })
})

const placeOf = ({ roomId, seq }: Message) => `${roomId}/${seq}`

function isMeant(message: Message, { query, roomId, from, before, after, has }: SearchQuery): boolean {
  const { body, createdAt, author, kind, deletedAt, mentionsRoom, attachments = [] } = message
  if (kind !== 'post' || deletedAt || (roomId && message.roomId !== roomId) || (from && author.id !== from))
    return false
  if ((before && createdAt >= before) || (after && createdAt < after)) return false
  if (has === 'code' && !body.includes('`')) return false
  if (has === 'link' && !body.includes('https://')) return false
  if (has === 'mention' && !mentionsRoom) return false
  if (has === 'file' && attachments.length === 0) return false
  const texts = [body, ...attachments.map(({ name }) => name)]
  return parseTerms(query).every(term => texts.some(text => matchesText(text, [term])))
}

/** Three rooms whose messages fall between each other in time. */
async function startOffline(count = 300) {
  const cache = await openCache(owner, createMachine().boot())
  const all: Message[] = []
  const room = createModel(['Ada']).room()
  let snapshot: Snapshot = {
    ...emptySnapshot,
    rooms: Object.fromEntries([1, 2, 3].map(id => [id, { ...room, id }])),
  }
  cache.remember(snapshot)
  for (const roomId of [1, 2, 3]) {
    const messages = Array.from({ length: count }, (_, index) => messageOf(roomId, index + 1))
    cache.growByPage(roomId, { messages, hasAfter: false }, count)
    all.push(...messages)
  }
  const search = createSearch({
    api: { search: () => Promise.reject(new ChatterError('unavailable', 'The server cannot be reached.')) },
    cache: () => cache,
    read: () => snapshot,
    isOffline: () => false,
  })
  const leave = (roomId: number) => {
    snapshot = {
      ...snapshot,
      rooms: Object.fromEntries(Object.entries(snapshot.rooms).filter(([id]) => id !== `${roomId}`)),
    }
    cache.remember(snapshot)
  }
  return { search, all, leave }
}

function messageOf(roomId: number, seq: number): Message {
  const n = seq * 7 + roomId * 3
  const body = `${words[n % words.length]} ${words[(n >> 3) % words.length]}가 ${seq}`
  return {
    roomId,
    seq,
    rev: seq,
    clientId: null,
    kind: n % 17 === 0 ? 'notice' : 'post',
    author: { id: (n % 3) + 1, displayName: 'Somebody' },
    body: n % 11 === 0 ? '' : body,
    createdAt: Math.floor((seq * (roomId + 1)) / 2),
    ...(n % 11 === 0 && { deletedAt: 1 }),
    ...(n % 13 === 0 && { mentionsRoom: true as const }),
    ...(n % 19 === 0 && { attachments: [fileOf(`분기보고서 report ${seq}.pdf`)] }),
  }
}

function fileOf(name: string) {
  return { id: crypto.randomUUID(), name, size: 1, type: 'application/pdf', sha256: '0'.repeat(64) }
}
