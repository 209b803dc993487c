/** What a search finds, and what it never may, before and after the index knows it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SearchPage } from '@chatter/shared/search.ts'
import { bringFile, postFiles } from '../../../test/files.ts'
import type { Person } from '../../../test/person.ts'
import { explain } from '../../../test/plans.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom, post } from '../../../test/talk.ts'
import { isMysql } from '../../lib/dialect.ts'
import { selectBehind, sourcesSql } from './search.documents.table.ts'
import { longestDocument } from './search.documents.ts'
import { chooseDue, indexEverything, indexRoom } from './search.indexing.ts'
import { candidatesSql, endedSql, postsSql, selectCandidates } from './search.table.ts'
import { search } from './search.ts'

const server = await startServer({ searchIndexing: 'off' })
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')
const [atAda, atGrace] = [await ada.connect(), await grace.connect()]

async function find(person: Person, query: Record<string, string | number>): Promise<SearchPage> {
  const { status, body } = await person.api('GET', `/api/v1/search?${parameters(query)}`)
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

function parameters(query: Record<string, string | number>) {
  return new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))
}

async function bodies(person: Person, query: Record<string, string | number>): Promise<string[]> {
  return (await find(person, query)).messages.map(({ body }) => body)
}

/** The same is found while the index knows nothing of it, and when it knows everything. */
async function beforeAndAfter(check: () => Promise<void>) {
  await check()
  await indexEverything(server.app)
  await check()
}

test('[SRCH3] a search answers with whole messages, newest first, page by page', async () => {
  const room = await foundRoom([ada, grace], 'Pages')
  const posted = []
  for (let n = 0; n < 25; n++) posted.push(await post(atAda, room, `paged 쪽수 ${n}`))
  const newest = posted.reverse()
  await beforeAndAfter(async () => {
    assert.deepEqual((await find(grace, { query: '쪽수', limit: 100 })).messages, newest)
    const pages = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = await find(grace, { query: 'paged', limit: 10, ...(cursor && { cursor }) })
      pages.push(page.messages.map(({ seq }) => seq))
      cursor = page.cursor
    }
    assert.deepEqual(
      pages.flat(),
      newest.map(({ seq }) => seq),
    )
    assert.deepEqual(
      pages.map(page => page.length).filter(length => length > 0),
      [10, 10, 5],
    )
  })
})

test('[SRCH4] from, before, after, has and a room narrow a search, alone or together', async () => {
  const room = await foundRoom([ada, grace], 'Narrow')
  const other = await foundRoom([ada, grace], 'Wide')
  await post(atAda, room, 'narrow one https://example.com')
  const two = await post(atGrace, room, 'narrow two `code`')
  await new Promise(resolve => setTimeout(resolve, 5))
  const three = await post(atAda, other, 'narrow three')
  await beforeAndAfter(async () => {
    assert.deepEqual(await bodies(ada, { query: 'narrow', roomId: other }), ['narrow three'])
    assert.deepEqual(await bodies(ada, { query: 'narrow', from: grace.account.id }), ['narrow two `code`'])
    assert.deepEqual(await bodies(ada, { query: '', from: grace.account.id }), ['narrow two `code`'])
    assert.deepEqual(await bodies(ada, { query: '', roomId: other }), ['narrow three'])
    assert.deepEqual(await bodies(ada, { query: 'narrow', has: 'code' }), ['narrow two `code`'])
    assert.deepEqual(await bodies(ada, { query: '', has: 'link' }), ['narrow one https://example.com'])
    assert.deepEqual(await bodies(ada, { query: 'narrow', after: three.createdAt }), ['narrow three'])
    assert.equal((await bodies(ada, { query: 'narrow', before: three.createdAt })).length, 2)
    const both = { query: 'narrow', before: three.createdAt, after: two.createdAt, from: grace.account.id }
    assert.deepEqual(await bodies(ada, both), ['narrow two `code`'])
    assert.deepEqual(await bodies(ada, { query: '', has: 'pin', roomId: room }), [])
  })
})

test('[FILE35] has:file finds posts with files, until they are deleted', async () => {
  const room = await foundRoom([ada, grace], 'With files')
  await post(atAda, room, 'fileless words')
  await postFiles(atAda, room, [await bringFile(server, ada, room)], 'words with a file')
  const { seq } = await postFiles(atAda, room, [await bringFile(server, ada, room)])
  const from = ada.account.id
  await beforeAndAfter(async () => {
    assert.deepEqual(await bodies(grace, { query: '', has: 'file', roomId: room }), ['', 'words with a file'])
    assert.deepEqual(await bodies(grace, { query: 'words', has: 'file' }), ['words with a file'])
    assert.deepEqual(await bodies(grace, { query: '', has: 'file', from }), ['', 'words with a file'])
    assert.deepEqual(await bodies(linus, { query: '', has: 'file' }), [])
  })
  await atAda.call('message:delete', { roomId: room, seq })
  await beforeAndAfter(async () => {
    assert.deepEqual(await bodies(grace, { query: '', has: 'file', roomId: room }), ['words with a file'])
  })
})

test('[SRCH10] a post is found by the names of its files, by those who may read it, until it is deleted', async () => {
  const room = await foundRoom([ada, grace], 'Named files')
  const bring = (name: string) => bringFile(server, ada, room, { name })
  const named = await postFiles(atAda, room, [
    await bring('분기 보고서 최종.pdf'),
    await bring('photo_0042.JPG'),
  ])
  await postFiles(atAda, room, [await bring('summary.txt')], 'the 보고서 of spring')
  await post(atAda, room, 'words about a summary')
  const finds = async (query: string, count: number, more: Record<string, string | number> = {}) =>
    assert.equal((await find(grace, { query, roomId: room, ...more })).messages.length, count, query)
  await beforeAndAfter(async () => {
    await finds('보고', 2)
    await finds('기 보고서', 1)
    await finds('고서', 2, { has: 'file' })
    await finds('"보고서 최종.pdf"', 1)
    await finds('0042', 1)
    await finds('PHOTO', 1)
    await finds('summary', 2)
    await finds('summary', 1, { has: 'file' })
    // One in the words, the other in a name; a phrase stands in one of them.
    await finds('spring summary', 1)
    await finds('"spring summary"', 0)
    await finds('"최종.pdf photo"', 0)
    await finds('보고서', 2, { order: 'best' })
    assert.deepEqual(await bodies(linus, { query: '보고서' }), [])
  })
  await atAda.call('message:edit', { roomId: room, seq: named.seq, body: 'with other words' })
  await beforeAndAfter(async () => {
    await finds('최종 other', 1)
  })
  await atAda.call('message:delete', { roomId: room, seq: named.seq })
  await beforeAndAfter(async () => {
    await finds('최종', 0)
    await finds('photo', 0)
    await finds('보고', 1)
  })
})

test('[SRCH5] nobody finds what they may not read: not a stranger, not who left, not in a room that is absent', async () => {
  const room = await foundRoom([ada, grace], 'Hidden')
  await post(atAda, room, 'hidden 숨은글')
  await beforeAndAfter(async () => {
    assert.equal((await bodies(grace, { query: '숨은글' })).length, 1)
    assert.deepEqual(await bodies(linus, { query: '숨은글' }), [])
    const forbidden = await linus.api('GET', `/api/v1/search?query=hidden&roomId=${room}`)
    const absent = await linus.api('GET', '/api/v1/search?query=hidden&roomId=999999')
    assert.deepEqual([forbidden.status, forbidden.body], [404, absent.body])
  })
  await grace.api('DELETE', `/api/v1/rooms/${room}/members/${grace.account.id}`)
  assert.deepEqual(await bodies(grace, { query: '숨은글' }), [])
  assert.equal((await bodies(ada, { query: '숨은글' })).length, 1)
})

test('[SRCH6] best first: often, close together and lately', async () => {
  const room = await foundRoom([ada], 'Best')
  await post(
    atAda,
    room,
    '배포 계획을 세우고 한참 뒤에 여러 가지 다른 이야기를 길게 하고 나서야 마침내 일정 얘기가 나왔다',
  )
  await post(atAda, room, '배포 일정: 배포 일정은 배포 뒤에')
  await post(atAda, room, '일정과 무관하지만 배포')
  await beforeAndAfter(async () => {
    const best = await bodies(ada, { query: '배포 일정', order: 'best' })
    assert.equal(best[0], '배포 일정: 배포 일정은 배포 뒤에')
    assert.equal(best.length, 3)
    const first = await find(ada, { query: '배포 일정', order: 'best', limit: 2 })
    const second = await find(ada, { query: '배포 일정', order: 'best', limit: 2, cursor: first.cursor! })
    assert.deepEqual(
      [...first.messages, ...second.messages].map(({ body }) => body),
      best,
    )
    assert.equal(second.cursor, null)
  })
})

test('[SRCH3] [SRCH6] best first, too, a search goes on where its time ran out, and after the newest 500', async () => {
  const room = await foundRoom([ada], 'Many')
  const rows = 620
  await Promise.all(
    Array.from({ length: rows }, (_, n) => post(atAda, room, n % 10 === 0 ? `treasure ${n}` : `sand ${n}`)),
  )
  const all = async (query: string, patience?: number) => {
    const [found, lengths] = [[] as number[], [] as number[]]
    for (let cursor: string | null = ''; cursor !== null; ) {
      const asked = { query, roomId: room, order: 'best' as const, limit: 100, ...(cursor && { cursor }) }
      const page: SearchPage = await search(server.app, ada.account, asked, patience)
      found.push(...page.messages.map(({ seq }) => seq))
      lengths.push(page.messages.length)
      cursor = page.cursor
    }
    return { found, lengths }
  }
  await beforeAndAfter(async () => {
    for (const patience of [undefined, 0]) {
      const { found } = await all('treasure', patience)
      assert.deepEqual([found.length, new Set(found).size], [62, 62])
      const every = await all('', patience)
      assert.deepEqual([every.found.length, new Set(every.found).size], [rows, rows])
    }
  })
  const { lengths } = await all('treasure', 0)
  assert.ok(lengths.length > 1, 'no time is not enough for all')
})

test('[SRCH7] a search says what it looks for, and goes on only from where one ended', async () => {
  assert.equal((await ada.api('GET', '/api/v1/search?query=x')).status, 200)
  for (const query of [
    'query=',
    'query=%22%22',
    'query=x&cursor=1.2',
    'query=x&limit=0',
    'query=x&limit=101',
    'query=x&has=y',
    `query=${'x'.repeat(501)}`,
    'query=x&order=best&cursor=1.2.3',
    '',
  ]) {
    const { status, body } = await ada.api('GET', `/api/v1/search?${query}`)
    assert.deepEqual([query, status, body.code], [query, 400, 'invalid_input'])
  }
  assert.equal((await server.api('GET', '/api/v1/search?query=x')).status, 401)
})

const wanted = { within: [], tokens: [{ token: 'qwplan', isPrefix: false }], rooms: [] }
const look = { wanted, from: 0, upTo: Date.now() * 2 }

test('every statement of a search and of indexing goes by an index', async () => {
  const room = await foundRoom([ada, grace], 'Plans')
  for (let n = 0; n < 20; n++)
    await Promise.all(Array.from({ length: 30 }, () => post(atAda, room, `plan ${n}`)))
  for (let behind = await behindOf(room); behind; behind = await behindOf(room))
    await indexRoom(server.app, behind, 10)
  const { db } = server.app
  if (isMysql(db)) await db.raw('ANALYZE TABLE messages, members, search_documents')
  const places = [1, 101, 301].map(firstSeq => ({ roomId: room, firstSeq, lastSeq: firstSeq + 20 }))
  const changes = [{ roomId: room, afterRev: 500, upToRev: 2 ** 32 - 1 }]
  const candidates = candidatesSql(db, { ...look, roomIds: [room] })
  const plans = {
    places: await explain(db, postsSql(db, places), [ada.account.id]),
    changes: await explain(db, postsSql(db, changes), [ada.account.id]),
    sources: await explain(db, sourcesSql, [room, 1, 64]),
    ended: await explain(db, endedSql, [0, Date.now()]),
  }
  for (const plan of Object.values(plans)) assert.equal(plan.scans || plan.sorts, false, JSON.stringify(plan))
  assert.match(
    plans.changes.messages!,
    isMysql(db) ? /messages_room_id_rev_unique range/ : /room_id=\? AND rev>/,
  )
  assert.match(plans.places.messages!, isMysql(db) ? /PRIMARY range/ : /room_id=\? AND seq>/)
  if (isMysql(db)) {
    const [step] = (await db.raw(`EXPLAIN ${candidates.sql}`, candidates.bindings))[0]
    assert.deepEqual([step.type, step.key], ['fulltext', 'search_tokens'])
  }
})

async function behindOf(roomId: number) {
  return (await selectBehind(server.app.db)).find(room => room.roomId === roomId)
}

test('[SRCH9] of a deleted post and of a deleted room, no word stays in the index', async () => {
  const room = await foundRoom([ada, grace], 'Gone')
  const secret = await post(atAda, room, 'plan 비밀번호는 xyzzy')
  await post(atAda, room, 'plan stays')
  await indexEverything(server.app)
  const suggested = async (token: string) => {
    const wanted = { within: [], tokens: [{ token, isPrefix: false }], rooms: [] }
    return (await selectCandidates(server.app.db, { ...look, wanted, roomIds: [room] })).length
  }
  assert.equal(await suggested('qwxyzzy'), 1)
  await atAda.call('message:delete', { roomId: room, seq: secret.seq })
  assert.deepEqual(await bodies(ada, { query: 'xyzzy' }), [])
  await indexEverything(server.app)
  assert.deepEqual(await bodies(ada, { query: 'stays' }), ['plan stays'])
  await server.app.db('search_documents').whereNotNull('stale_at').delete()
  assert.equal(await suggested('qwxyzzy'), 0)
  assert.equal(await suggested('qwstays'), 1)
  await server.app.db('messages').where({ room_id: room }).delete()
  await server.app.db('rooms').where({ id: room }).delete()
  assert.equal(await suggested('qwstays'), 0)
  assert.equal((await server.app.db('search_documents').where({ room_id: room })).length, 0)
})

test('a room is due when it has a document full, or when there is much of what is left', () => {
  const behind = (roomId: number, pending: number) => ({
    roomId,
    rev: pending,
    lastSeq: pending,
    indexedRev: 0,
    indexedSeq: 0,
  })
  const due = (...pending: number[]) =>
    chooseDue(pending.map((one, n) => behind(n, one))).map(({ roomId }) => roomId)
  assert.deepEqual(due(1, longestDocument, longestDocument - 1, 500), [3, 1])
  assert.deepEqual(due(), [])
  const many = Array.from({ length: 100 }, (_, n) => (n < 50 ? 5 : 30))
  const chosen = due(...many)
  assert.ok(chosen.length > 20 && chosen.length < 30 && chosen.every(roomId => roomId >= 50))
})
