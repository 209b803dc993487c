/**
 * Everything that people do often is done here once, and every statement that the server sent for it is explained: none walks
 * through a whole table, however large it becomes. What a feature asks in future is found here too, without being listed. Only the
 * connection on which MySQL takes new posts is not heard; it names every row by its primary key.
 */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { indexEverything } from '../src/features/search/search.indexing.ts'
import { isMysql } from '../src/lib/dialect.ts'
import { uuidToBytes } from '../src/lib/uuid.ts'
import { bringFile, postFiles } from './files.ts'
import { explainSteps } from './plans.ts'
import { startServer } from './server.ts'
import { foundRoom, lobbyOf, post, reply } from './talk.ts'

const server = await startServer({ searchIndexing: 'off' })
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const { db } = server.app

/** Statements that may walk through a table, and why. */
const excused: [RegExp, string][] = [
  [/FROM rooms LEFT JOIN search_progress/, 'The indexer compares two numbers of every room, once a second.'],
]

test('every statement of what people do often goes by an index', async t => {
  const room = await foundRoom([ada, grace], 'Planned')
  const direct: number = (await ada.api('PUT', `/api/v1/directs/${grace.account.id}`)).body.room.id
  await fill()
  const sent = new Map<string, (string | number)[]>()
  const note = ({ sql, bindings }: { sql: string; bindings?: (string | number)[] }) =>
    void (/^\s*(select|update|delete)\b/i.test(sql) && sent.set(sql, bindings ?? []))
  await talk(room)
  db.on('query', note)
  await talk(room)
  await talk(direct)
  await handleFiles(room)
  await handleFiles(direct)
  await read(room)
  await findThings(room)
  await indexEverything(server.app)
  await findThings(room)
  db.off('query', note)
  await db.raw(isMysql(db) ? `ANALYZE TABLE ${tables}` : 'ANALYZE')

  const walks: string[] = []
  for (const [sql, bindings] of sent) {
    const plain = sql.replace(/\s+/g, ' ').trim()
    if (excused.some(([pattern]) => pattern.test(plain))) continue
    const steps = await explainSteps(db, sql, bindings)
    for (const step of steps.filter(({ walks }) => walks)) walks.push(`${step.text}: ${plain}`)
  }
  t.diagnostic(`${sent.size} statements`)
  assert.ok(sent.size > 60, `${sent.size} statements`)
  assert.deepEqual(walks, [])
})

const tables =
  'accounts, sessions, rooms, members, messages, reactions, mentions, pins, bans, search_documents, contents, attachments, uploads, discards'

/** So much of everything that walking through it would be no plan. */
async function fill() {
  const now = Date.now()
  const [account] = await db('accounts').where({ id: ada.account.id })
  const { id: _, ...copied } = account
  const names = Array.from({ length: 600 }, (_, n) => `filler${n}`)
  await insert(
    'accounts',
    names.map(name => ({ ...copied, username: name, username_key: name })),
  )
  const accounts: number[] = await db('accounts').orderBy('id').pluck('id')
  const [session] = await db('sessions').where({ account_id: ada.account.id })
  await insert(
    'sessions',
    accounts.map(account_id => ({ ...session, id: undefined, account_id, token_hash: randomBytes(32) })),
  )
  const [example] = await db('rooms').where({ lobby: true })
  const copies = names.map((name, n) => {
    const key = n % 20 === 0 ? name : null
    const kind = key ? 'public' : 'private'
    return { ...example, id: undefined, lobby: null, kind, name, name_key: key, last_seq: 20, rev: 20 }
  })
  await insert('rooms', copies)
  const rooms: number[] = await db('rooms').where('name', 'like', 'filler%').orderBy('id').pluck('id')
  const member = { role: 'member', joined_at: now, read_seq: 0, read_post_count: 0 }
  const seats = rooms.flatMap((room_id, n) =>
    accounts.slice(n % 200, (n % 200) + 8).map(account_id => ({ room_id, account_id, ...member })),
  )
  await insert('members', seats)
  const messages = rooms.flatMap(room_id =>
    Array.from({ length: 20 }, (_, n) => {
      const author_id = accounts[(room_id + n) % accounts.length]
      return {
        room_id,
        seq: n + 1,
        rev: n + 1,
        author_id,
        client_id: uuidToBytes(randomUUID()),
        body: `filler ${n}`,
        created_at: now,
      }
    }),
  )
  await insert('messages', messages)
  const addresses = messages
    .slice(0, 2_000)
    .map(({ room_id, seq, author_id: account_id }) => ({ room_id, seq, account_id }))
  await insert(
    'reactions',
    addresses.map(one => ({ ...one, emoji: '👍', created_at: now })),
  )
  await insert(
    'pins',
    addresses.map(one => ({ ...one, created_at: now })),
  )
  await insert('mentions', addresses)
  await fillFiles(addresses)
  await insert(
    'bans',
    rooms.map((room_id, n) => ({ room_id, account_id: accounts[n % accounts.length], created_at: now })),
  )
}

/** A file in each of these posts, twice the same content, and some that were never posted. */
async function fillFiles(addresses: readonly { room_id: number; seq: number; account_id?: number }[]) {
  const created_at = Date.now()
  const keyOf = (n: number) => `${n}`.padStart(32, '0')
  await insert(
    'contents',
    addresses.map((_, n) => ({ sha256: keyOf(n), size: n, storage_key: keyOf(n), created_at })),
  )
  const contents: number[] = await db('contents').orderBy('id').pluck('id')
  const rows = addresses.map(({ room_id, seq, account_id }, n) => ({
    id: randomBytes(16),
    room_id,
    account_id,
    message_seq: n % 10 === 0 ? null : seq,
    name: `filler${n}.txt`,
    name_key: `filler${n}.txt`,
    type: 'text/plain',
    kind: n % 2 ? 'document' : 'image',
    size: n,
    sha256: keyOf(n),
    content_id: contents[n >> 1],
    thumbnail_key: n % 3 === 0 ? keyOf(n + 1_000_000) : null,
    created_at,
  }))
  await insert('attachments', rows)
  await insert(
    'discards',
    addresses.map((_, n) => ({ storage_key: keyOf(n + 2_000_000), created_at })),
  )
}

async function insert(table: string, rows: Record<string, unknown>[]) {
  await db.batchInsert(
    table,
    rows.map(row => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined))),
    50,
  )
}

/** Ada and Grace post, answer, mention, react, pin, edit, delete, read, and type. */
async function talk(room: number) {
  const [atAda, atGrace] = [await ada.connect(), await grace.connect()]
  for (let n = 0; n < 90; n++) await post(atAda, room, `plan ${n} 계획을 세웁니다`)
  const { seq } = await post(atAda, room, 'hello @grace, a plan https://example.com')
  const answer = await reply(atGrace, room, seq, 'yes')
  const address = { roomId: room, seq }
  for (const call of ['reaction:add', 'reaction:remove', 'reaction:add'] as const)
    await atGrace.call(call, { ...address, emoji: '👍' })
  await ada.api('PUT', `/api/v1/rooms/${room}/pins/${seq}`)
  await ada.api('GET', `/api/v1/rooms/${room}/pins`)
  await atGrace.call('marker:move', address)
  await atGrace.call('marker:reset', { ...address, seq: seq - 5 })
  await atAda.call('message:edit', { ...address, body: 'hello @grace, another plan' })
  await ada.api('GET', `/api/v1/rooms/${room}/messages/${seq}/edits`)
  await ada.api('DELETE', `/api/v1/rooms/${room}/pins/${seq}`)
  await atGrace.call('message:delete', { roomId: room, seq: answer.seq })
  atAda.close()
  atGrace.close()
}

/** Ada uploads, posts and forwards; Grace lists, downloads and confirms; some is deleted, taken back, and swept. */
async function handleFiles(room: number) {
  const atAda = await ada.connect()
  const files = []
  for (let n = 0; n < 12; n++) files.push(await bringFile(server, ada, room, { name: `plan ${n}.png` }))
  const [first, second, third, ...others] = files
  for (const one of others) await postFiles(atAda, room, [one])
  const { seq } = await postFiles(atAda, room, [first!, second!], 'plans')
  const forwards = { roomId: room, seq }
  await atAda.call('message:post', { roomId: room, clientId: randomUUID(), body: '', forwards })
  for (const path of ['', '/details']) {
    const { status } = await grace.api('GET', `/api/v1/attachments/${first!.id}${path}`)
    assert.equal(status, 200)
  }
  await grace.api('PUT', `/api/v1/attachments/${first!.id}/receipt`)
  for (const query of ['limit=5', 'kind=document', 'query=plan', `cursor=${seq}.1&kind=image&limit=5`]) {
    const { status } = await grace.api('GET', `/api/v1/rooms/${room}/files?${query}`)
    assert.equal(status, 200)
  }
  assert.equal((await ada.api('DELETE', `/api/v1/attachments/${third!.id}`)).status, 204)
  await atAda.call('message:delete', { roomId: room, seq })
  await server.app.discards.settled()
  await server.app.discards.sweep()
  atAda.close()
}

async function read(room: number) {
  const { id: lobby } = await lobbyOf(grace)
  for (const path of [
    '/me',
    '/me/alerts',
    '/sessions',
    '/accounts?query=fill',
    '/rooms',
    '/rooms/browse',
    '/rooms/browse?query=filler1',
    '/rooms/browse?limit=1&cursor=2.eA',
    `/rooms/${room}`,
    `/rooms/${room}/members`,
    `/rooms/${lobby}/members`,
    `/rooms/${room}/messages`,
    ...['before=50', 'after=50', 'around=50', `at=${Date.now() - 1_000}`].map(
      where => `/rooms/${room}/messages?${where}`,
    ),
    `/rooms/${room}/changes?sinceRev=80`,
    `/rooms/${room}/changes?sinceRev=0`,
  ]) {
    const { status, body } = await grace.api('GET', `/api/v1${path}`)
    assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`)
  }
  const levels = await grace.api('PATCH', `/api/v1/rooms/${room}/preferences`, { level: 'all' })
  assert.equal(levels.status, 200)
}

async function findThings(room: number) {
  for (const query of [
    'query=plan',
    'query=계획',
    'query=plan&order=best',
    `query=plan&roomId=${room}`,
    `query=plan&from=${ada.account.id}`,
    'query=&has=pin',
    'query=&has=link',
    'query=&has=file',
    `query=&roomId=${room}`,
    `query=plan&before=${Date.now()}`,
  ]) {
    const { status, body } = await grace.api('GET', `/api/v1/search?${query}`)
    assert.equal(status, 200, `${query}: ${JSON.stringify(body)}`)
  }
}
