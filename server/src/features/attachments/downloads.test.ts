import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Attachment } from '@chatter/shared/attachments.ts'
import { bringFile, postFiles, sha256Of } from '../../../test/files.ts'
import type { Person } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom } from '../../../test/talk.ts'
import { setThumbnail } from './attachments.ts'
import { dispositionOf } from './downloads.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')
const atAda = await ada.connect()
const room = await foundRoom([ada, grace], 'Downloads')

const bytes = randomBytes(300_000)
const file = await bringFile(server, ada, room, { name: '보고서.png', type: 'image/png', bytes })
await postFiles(atAda, room, [file])

type Headers = Record<string, string>

async function load({ token }: Pick<Person, 'token'>, path: string, headers: Headers = {}, method = 'GET') {
  const authorization = `Bearer ${token}`
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { authorization, ...headers },
  })
  return {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  }
}

const pathOf = ({ id }: Pick<Attachment, 'id'>) => `/attachments/${id}`

test('[FILE26] whoever is in the room gets the bytes as they were sent, under their name', async () => {
  const answer = await load(grace, pathOf(file))
  assert.equal(answer.status, 200)
  assert.ok(answer.bytes.equals(bytes))
  const header = (name: string) => answer.headers.get(name)
  assert.equal(header('content-type'), 'image/png')
  assert.equal(header('content-length'), '300000')
  assert.equal(header('etag'), `"${sha256Of(bytes)}"`)
  assert.equal(header('accept-ranges'), 'bytes')
  assert.equal(header('x-content-type-options'), 'nosniff')
  assert.equal(header('content-security-policy'), "sandbox; default-src 'none'")
  assert.equal(header('cache-control'), 'private, no-cache')
  assert.equal(
    header('content-disposition'),
    `inline; filename="___.png"; filename*=UTF-8''${encodeURIComponent('보고서.png')}`,
  )
})

test('[FILE26] what could run as a page is saved, and its type not believed', async () => {
  const types = [
    'text/html',
    'image/svg+xml',
    'application/xhtml+xml',
    'text/xml',
    'application/pdf',
    'text/javascript',
  ]
  for (const type of types) {
    const page = await bringFile(server, ada, room, { name: 'page.html', type })
    await postFiles(atAda, room, [page])
    const { headers } = await load(grace, pathOf(page))
    assert.equal(headers.get('content-type'), 'application/octet-stream', type)
    assert.match(headers.get('content-disposition')!, /^attachment; /)
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
  }
})

test('[FILE26] a name never breaks out of its header', async () => {
  const names = [
    'a"b.txt',
    'a\\b',
    "it's (1)*.txt",
    'ünï "x"; filename=evil.exe',
    '100%.txt',
    '😀.gif',
    'x\r\ny',
  ]
  for (const name of names) {
    const shown = dispositionOf({ name }, false)
    const [, plain, full] =
      /^attachment; filename="([^"\\\r\n]*)"; filename\*=UTF-8''([\w.%!#$&+^`|~-]*)$/.exec(shown) ?? []
    assert.ok(plain !== undefined && full !== undefined, shown)
    assert.equal(decodeURIComponent(full), name)
  }
})

test('[FILE27] ranges are answered in part, also from the end; a broken download goes on', async () => {
  const part = async (range: string, headers: Headers = {}) =>
    load(grace, pathOf(file), { range, ...headers })
  const expect = async (range: string, start: number, end: number, headers: Headers = {}) => {
    const answer = await part(range, headers)
    assert.deepEqual(
      [answer.status, answer.headers.get('content-range'), answer.headers.get('content-length')],
      [206, `bytes ${start}-${end - 1}/300000`, `${end - start}`],
    )
    assert.ok(answer.bytes.equals(bytes.subarray(start, end)), range)
  }
  await expect('bytes=0-0', 0, 1)
  await expect('bytes=1000-199999', 1_000, 200_000)
  await expect('bytes=299999-', 299_999, 300_000)
  await expect('bytes=-7', 299_993, 300_000)
  await expect('bytes=-999999', 0, 300_000)
  await expect('bytes=5-', 5, 300_000, { 'if-range': `"${file.sha256}"` })
  for (const [range, headers] of [
    ['bytes=5-', { 'if-range': '"other"' }],
    ['bytes=5-', { 'if-range': 'Sun, 22 Nov 2026 07:00:00 GMT' }],
    ['bytes=0-1,5-6', {}],
    ['bytes=9-5', {}],
    ['lines=1-2', {}],
  ] as const) {
    const answer = await part(range, headers)
    assert.equal(answer.status, 200, range)
    assert.ok(answer.bytes.equals(bytes))
  }
  for (const range of ['bytes=300000-', 'bytes=-0']) {
    const answer = await part(range)
    assert.deepEqual(
      [answer.status, answer.headers.get('content-range'), answer.bytes.length],
      [416, 'bytes */300000', 0],
    )
  }
})

test('[FILE27] HEAD tells of a file without it, and what is known already is not sent', async () => {
  const head = await load(grace, pathOf(file), { range: 'bytes=0-9' }, 'HEAD')
  assert.deepEqual(
    [head.status, head.headers.get('content-length'), head.headers.get('etag'), head.bytes.length],
    [200, '300000', `"${file.sha256}"`, 0],
  )
  const known = await load(grace, pathOf(file), { 'if-none-match': `"${file.sha256}"` })
  assert.deepEqual([known.status, known.bytes.length], [304, 0])
  assert.equal((await load(linus, pathOf(file), {}, 'HEAD')).status, 404)
})

test('[FILE27] an empty file is given out, whatever part of it is asked for', async () => {
  const empty = await bringFile(server, ada, room, { bytes: Buffer.alloc(0) })
  await postFiles(atAda, room, [empty])
  for (const headers of [{}, { range: 'bytes=0-' }, { range: 'bytes=-5' }] as Headers[]) {
    const answer = await load(grace, pathOf(empty), headers)
    assert.deepEqual([answer.status, answer.headers.get('content-length')], [200, '0'])
  }
})

test('[FILE28] what one may not read, and what is not there, answer alike, whatever is asked of it', async () => {
  const ways = ['', '/details', '/thumbnail'].map(end => ['GET', end] as const)
  const all = [...ways, ['PUT', '/receipt'], ['DELETE', '']] as const
  for (const [method, end] of all) {
    const forbidden = await load(linus, `${pathOf(file)}${end}`, { range: 'bytes=999999999-' }, method)
    const absent = await load(linus, `${pathOf({ id: randomUUID() })}${end}`, {}, method)
    assert.equal(forbidden.status, 404)
    assert.equal(forbidden.bytes.toString(), absent.bytes.toString(), method + end)
    assert.equal(forbidden.headers.get('etag'), null)
    assert.equal((await load({ token: 'x'.repeat(43) }, `${pathOf(file)}${end}`, {}, method)).status, 401)
  }
  for (const id of ['..', '%2e%2e%2fchatter.db', 'x', `${file.id}%00`, file.id.toUpperCase()])
    assert.ok([400, 404].includes((await load(grace, `/attachments/${id}`)).status), id)
})

test('[FILE28] what is not posted is for its uploader alone; whoever leaves loses what they could read', async () => {
  const [room, waiting] = [await foundRoom([ada, grace, linus], 'Leaving'), { bytes: randomBytes(10) }]
  const mine = await bringFile(server, ada, room, waiting)
  assert.equal((await load(ada, pathOf(mine))).status, 200)
  assert.equal((await load(grace, pathOf(mine))).status, 404)
  assert.equal((await load(grace, pathOf(mine), {}, 'DELETE')).status, 404)
  await postFiles(atAda, room, [mine])
  assert.equal((await load(grace, pathOf(mine))).status, 200)
  assert.equal((await load(linus, pathOf(mine))).status, 200)
  assert.equal((await load(ada, pathOf(mine), {}, 'DELETE')).status, 404, 'it is posted')
  await grace.api('DELETE', `/api/v1/rooms/${room}/members/${grace.account.id}`)
  await ada.api('PUT', `/api/v1/rooms/${room}/bans/${linus.account.id}`)
  for (const person of [grace, linus]) {
    assert.equal((await load(person, pathOf(mine))).status, 404)
    assert.equal((await load(person, pathOf(mine), { 'if-none-match': `"${mine.sha256}"` })).status, 404)
  }
})

test('[FILE28] a deleted post gives out nothing; what is taken back cannot be posted', async () => {
  const gone = await bringFile(server, ada, room)
  const { seq } = await postFiles(atAda, room, [gone])
  await atAda.call('message:delete', { roomId: room, seq })
  assert.equal((await load(ada, pathOf(gone))).status, 404)
  const back = await bringFile(server, ada, room)
  assert.equal((await load(ada, pathOf(back), {}, 'DELETE')).status, 204)
  assert.equal((await load(ada, pathOf(back), {}, 'DELETE')).status, 404)
  await assert.rejects(postFiles(atAda, room, [back], 'words'))
})

test('[FILE29] a small picture is given out to the same people', async () => {
  const picture = await bringFile(server, ada, room, { type: 'image/png' })
  const small = randomBytes(500)
  const key = 'c'.repeat(32)
  const writing = await server.app.storage.write(key, small.length)
  await writing.append(small)
  await writing.finish()
  assert.equal((await load(ada, `${pathOf(picture)}/thumbnail`)).status, 404)
  await setThumbnail(server.app, ada.account, picture.id, { key, type: 'image/webp', size: small.length })
  const { attachments } = await postFiles(atAda, room, [picture])
  assert.equal(attachments![0]!.hasThumbnail, true)
  const answer = await load(grace, `${pathOf(picture)}/thumbnail`)
  assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'image/webp'])
  assert.ok(answer.bytes.equals(small))
  const etag = answer.headers.get('etag')!
  assert.equal((await load(grace, `${pathOf(picture)}/thumbnail`, { 'if-none-match': etag })).status, 304)
  assert.equal((await load(linus, `${pathOf(picture)}/thumbnail`)).status, 404)
  const details = await grace.api('GET', `/api/v1${pathOf(picture)}/details`)
  assert.deepEqual(details.body, { attachment: attachments![0] })
})
