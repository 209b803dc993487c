/** Uploads that mean harm: each refused with a clear error, and nothing left behind. */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { sha256Of, storedKeys } from '../../../test/files.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom, lobbyOf } from '../../../test/talk.ts'
import { until } from '../../../test/until.ts'
import {
  createSender,
  filePart,
  formHead,
  metadataOf,
  png,
  putThumbnail,
  sendForm,
  sendRaw,
} from '../../../test/uploads.ts'

const server = await startServer({
  largestFile: 1_000_000,
  forbiddenEndings: 'exe, svg',
  forbiddenTypes: 'text/html, image/svg+xml',
  uploadPatience: 3,
})
const ada = await server.signUp('ada')
const linus = await server.signUp('linus')
const lobby = (await lobbyOf(ada)).id
const secret = await foundRoom([ada], 'secret')
const send = createSender(server, ada, lobby)
const stranger = createSender(server, linus, secret)
const small = Buffer.from('some bytes')

/** The permitted twin of everything below. */
test('[FILE5] what is in order is taken', async () => {
  assert.equal((await sendForm(server, ada, lobby, { name: 'a.txt', size: small.length }, small)).status, 201)
  const id = await send.create(small)
  assert.equal((await send.patch(id, 0, small)).status, 204)
})

async function leavesNothing(work: () => Promise<void>) {
  const before = await storedKeys(server)
  await work()
  await until(async () => (await storedKeys(server)).length === before.length)
  assert.deepEqual((await storedKeys(server)).sort(), before.sort())
  assert.equal(Number((await server.app.db('uploads').count({ n: '*' }).first())!.n), 0)
}

const problemOf = async (answer: Response) => {
  const { code, detail } = (await answer.json()) as { code: string; detail: string }
  return { status: answer.status, code, detail }
}

const creation = (headers: Record<string, string>) => send.ask('POST', '', headers)
const described = (details: object = {}) =>
  metadataOf({ roomId: lobby, name: 'a.bin', type: 'application/octet-stream', ...details })

test('[FILE5] too large, forbidden types and endings are refused before the first byte, with the limit named', () =>
  leavesNothing(async () => {
    for (const [length, details, code, says] of [
      [1_000_001, {}, 'too_large', /976\.6 KiB/],
      [10, { name: 'setup.EXE' }, 'type_forbidden', /\.exe/],
      [10, { type: 'text/html; charset=utf-8' }, 'type_forbidden', /text\/html/],
      [10, { name: 'logo.svg', type: 'image/png' }, 'type_forbidden', /\.svg/],
    ] as const) {
      const answer = await creation({
        'upload-length': String(length),
        'upload-metadata': described(details),
      })
      const problem = await problemOf(answer)
      assert.equal(problem.code, code)
      assert.match(problem.detail, says)
      const { body } = await sendForm(server, ada, lobby, { name: 'a.bin', size: length, ...details }, small)
      assert.equal(body.code, code)
      assert.match(body.detail ?? '', says)
    }
    const head = formHead(ada, lobby, 900_000_000)
    assert.match(await sendRaw(server.url, [head]), /413 .*too_large/s)
  }))

test('[FILE6] wrong and missing lengths are refused', () =>
  leavesNothing(async () => {
    for (const headers of [
      { 'upload-metadata': described() },
      { 'upload-metadata': described(), 'upload-length': '-1' },
      { 'upload-metadata': described(), 'upload-length': '1e3' },
      { 'upload-metadata': described(), 'upload-length': '99999999999999999999' },
      { 'upload-metadata': described(), 'upload-defer-length': '1' },
      { 'upload-length': '10' },
      { 'upload-length': '10', 'upload-metadata': 'name !!!' },
      { 'upload-length': '10', 'upload-metadata': described({ roomId: 'x' }) },
      { 'upload-length': '10', 'upload-metadata': described({ sha256: 'ABC' }) },
      { 'upload-length': '10', 'upload-metadata': described({ width: '-5' }) },
    ] as Record<string, string>[]) {
      const { code, status } = await problemOf(await creation(headers))
      assert.ok(['invalid_input', 'too_large'].includes(code) && status < 500, JSON.stringify(headers))
    }
    for (const told of [small.length - 1, small.length + 1]) {
      const { status, body } = await sendForm(server, ada, lobby, { name: 'a', size: told }, small)
      assert.deepEqual([status, body.code], [422, 'upload_broken'])
    }
    // Neither a length of the request nor of the file.
    const chunked = [formHead(ada, lobby, null), '200\r\n', filePart('a.txt').padEnd(0x200, 'x'), '\r\n']
    assert.match(await sendRaw(server.url, chunked), /400 .*invalid_input/s)
  }))

test('[FILE6] more bytes than were told end an upload by tus', () =>
  leavesNothing(async () => {
    const id = await send.create(small)
    assert.deepEqual((await problemOf(await send.patch(id, 0, Buffer.alloc(20)))).code, 'too_large')
    await send.remove(id)
    const other = await send.create(small)
    // Without a length of the request, what is too much shows only when it comes.
    const head = [
      `PATCH /api/v1/uploads/${other} HTTP/1.1`,
      'host: test',
      `authorization: Bearer ${ada.token}`,
      'tus-resumable: 1.0.0',
      'upload-offset: 0',
      'content-type: application/offset+octet-stream',
      'transfer-encoding: chunked',
      '\r\n',
    ].join('\r\n')
    const answer = await sendRaw(server.url, [head, '14\r\n', Buffer.alloc(20), '\r\n0\r\n\r\n'])
    assert.match(answer, /422 .*upload_broken/s)
    assert.equal(await send.offset(other), null)
  }))

test('[FILE7] a wrong SHA-256 is refused, by either way', () =>
  leavesNothing(async () => {
    const wrong = sha256Of(Buffer.from('others'))
    const { status, body } = await sendForm(server, ada, lobby, { name: 'a', sha256: wrong }, small)
    assert.deepEqual([status, body.code], [422, 'upload_broken'])
    const id = await send.create(small, { sha256: wrong })
    assert.equal((await problemOf(await send.patch(id, 0, small))).code, 'upload_broken')
    assert.equal(await send.offset(id), null)
    const checked = await send.ask('PATCH', `/${randomUUID()}`, { 'upload-checksum': 'sha1 eA==' })
    assert.equal((await problemOf(checked)).code, 'invalid_input')
  }))

test('[FILE6] two files, also in one part, a file without a form and broken forms are refused', () =>
  leavesNothing(async () => {
    const two = `${filePart('a.txt')}one\r\n${filePart('b.txt')}two\r\n--x--\r\n`
    assert.match(await sendRaw(server.url, [formHead(ada, lobby, two.length), two]), /4\d\d .*upload_broken/s)
    const none = '--x\r\ncontent-disposition: form-data; name="name"\r\n\r\na.txt\r\n--x--\r\n'
    assert.match(await sendRaw(server.url, [formHead(ada, lobby, none.length), none]), /400 .*invalid_input/s)
    const cut = `${filePart('a.txt')}one`
    assert.match(await sendRaw(server.url, [formHead(ada, lobby, cut.length), cut]), /422 .*upload_broken/s)
    const late = `${filePart('a.txt')}one\r\n--x\r\ncontent-disposition: form-data; name="name"\r\n\r\nb\r\n--x--\r\n`
    assert.match(await sendRaw(server.url, [formHead(ada, lobby, late.length), late]), /422 .*upload_broken/s)
    const proto = `--x\r\ncontent-disposition: form-data; name="__proto__"\r\n\r\nb\r\n${filePart('a')}one\r\n--x--\r\n`
    assert.match(
      await sendRaw(server.url, [formHead(ada, lobby, proto.length), proto]),
      /4\d\d .*"code":"upload_broken/s,
    )
    const twice = filePart('a.txt').replace(
      /\r\n/,
      '\r\ncontent-disposition: form-data; name="file"; filename="b"\r\n',
    )
    for (const form of [
      `${twice}one\r\n--x--\r\n`,
      `${filePart('a.txt"; filename="b.txt')}one\r\n--x--\r\n`,
      `${filePart('a', 'multipart/mixed; boundary=y')}--y\r\n\r\none\r\n--y\r\n\r\ntwo\r\n--y--\r\n--x--\r\n`,
      `${filePart('a.txt')}one\r\n${twice}two\r\n--x--\r\n`,
    ])
      assert.match(
        await sendRaw(server.url, [formHead(ada, lobby, form.length), form]),
        /422 .*upload_broken/s,
      )
    const text = await fetch(`${server.url}/api/v1/rooms/${lobby}/attachments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ada.token}`, 'content-type': 'text/plain' },
      body: 'bytes',
    })
    assert.equal((await problemOf(text)).code, 'invalid_input')
  }))

test('[FILE6] a form that breaks while its file waits for the database holds nothing afterwards', context =>
  leavesNothing(async () => {
    const { live, calmly } = server.app.uploads
    const { mock: taking } = context.mock.method(live, 'takeTurn')
    const { promise: free, resolve: release } = Promise.withResolvers<void>()
    const others = [calmly(() => free), calmly(() => free)]
    const broken = `${filePart('a.txt')}one\r\n${filePart('b.txt"; filename="c.txt')}two\r\n--x--\r\n`
    const answer = await sendRaw(server.url, [formHead(ada, lobby, broken.length), broken])
    assert.match(answer, /422 .*upload_broken/s)
    release()
    await Promise.all(others)
    await until(() => taking.callCount() === 1)
    const [id] = taking.calls[0]!.arguments
    await until(() => !live.isBusy(id))
  }))

test('[FILE6] headers without end are refused', () =>
  leavesNothing(async () => {
    const endless = `--x\r\n${'content-disposition: form-data; name="file"; filename="a"\r\nx-y: '.padEnd(300_000, 'z')}`
    const answer = await sendRaw(server.url, [formHead(ada, lobby, 1_000_000), endless])
    assert.match(answer, /^HTTP\/1.1 422 .*head of a part is longer.*upload_broken/s)
    const late = `${filePart('a.txt')}one\r\n${endless}`
    const other = await sendRaw(server.url, [formHead(ada, lobby, 1_000_000), late])
    assert.match(other, /^HTTP\/1.1 422 .*head of a part is longer.*upload_broken/s)
    const many = `--x\r\n${'x-y: z\r\n'.repeat(40_000)}`
    const pairs = await sendRaw(server.url, [formHead(ada, lobby, 1_000_000), many])
    assert.match(pairs, /^HTTP\/1.1 422 .*upload_broken/s)
    const head = `POST /api/v1/uploads HTTP/1.1\r\nhost: test\r\nx-y: ${'z'.repeat(40_000)}`
    assert.match(await sendRaw(server.url, [head]), /^HTTP\/1.1 431/)
  }))

test('[FILE8] honest names are written as every system takes them', async () => {
  for (const [given, name] of [
    ['con.txt', '_con.txt'],
    ['Q3: plan?.txt', 'Q3_ plan_.txt'],
    ['photo\u202egnp.txt', 'photognp.txt'],
    ['보고서.pdf'.normalize('NFD'), '보고서.pdf'],
  ] as const) {
    const { status, body } = await sendForm(server, ada, lobby, { name: given }, randomBytes(10))
    assert.deepEqual([status, body.attachment.name], [201, name])
    const id = await send.create(small, { name: given })
    assert.equal((await server.app.db('uploads').where({ name }).first())?.name, name)
    await send.remove(id)
  }
})

test('[FILE8] no name, one of 4,000 characters, folders and null bytes are refused', () =>
  leavesNothing(async () => {
    const long = ['a'.repeat(4_000), '한'.repeat(256), `con.${'a'.repeat(251)}`]
    const paths = ['../../../../etc/passwd', 'C:\\Windows\\win.ini', '/', 'a/b.txt', '\\\\?\\con']
    for (const name of [...long, ...paths, '..', '\u0007', '\u0000', 'a\u0000b.txt', 'photo.png\u0000.exe']) {
      const { status, body } = await sendForm(server, ada, lobby, { name }, small)
      assert.deepEqual([status, body.code, body.field], [400, 'invalid_input', 'name'], name.slice(0, 9))
      const answer = await creation({ 'upload-length': '10', 'upload-metadata': described({ name }) })
      assert.equal((await problemOf(answer)).code, 'invalid_input')
    }
  }))

test('[FILE9] nobody finishes, asks for or ends the upload of somebody else, or sends to a room of others', async () => {
  const id = await send.create(small)
  for (const answer of [
    await stranger.ask('HEAD', `/${id}`),
    await stranger.patch(id, 0, small),
    await stranger.remove(id),
    await stranger.ask('HEAD', `/${randomUUID()}`),
  ])
    assert.equal(answer.status, 404)
  assert.equal(await send.offset(id), 0)
  assert.equal((await send.patch(id, 0, small)).status, 204)
  await assert.rejects(stranger.create(small), /404.*not_found/)
  assert.equal((await sendForm(server, linus, secret, {}, small)).status, 404)
  assert.equal((await sendForm(server, linus, 999_999, {}, small)).status, 404)
  const nobody = createSender(server, { ...linus, token: 'x'.repeat(43) }, lobby)
  assert.equal((await nobody.patch(id, 0, small)).status, 401)
})

test('[FILE9] who has left the room meanwhile finishes nothing in it', () =>
  leavesNothing(async () => {
    await ada.api('PUT', `/api/v1/rooms/${secret}/members/${linus.account.id}`)
    const id = await stranger.create(small)
    assert.equal((await stranger.patch(id, 0, small.subarray(0, 5))).status, 204)
    await ada.api('DELETE', `/api/v1/rooms/${secret}/members/${linus.account.id}`)
    assert.equal((await stranger.patch(id, 5, small.subarray(5))).status, 404)
    await server.app.db('uploads').update({ touched_at: 0 })
    const { sweepUploads } = await import('./sweeping.ts')
    assert.equal(await sweepUploads(server.app), 1)
  }))

test('[FILE11] a picture that would burst is bytes to the server, and no thumbnail', async () => {
  const edge = 20_000
  const told = { width: edge, height: edge }
  const bomb = Buffer.concat([
    png(edge, edge, 0),
    Buffer.from([1, 0, 0, 0, 0]),
    deflateSync(Buffer.alloc((edge / 8 + 1) * edge)),
  ])
  assert.ok(bomb.length < 60_000)
  const before = process.memoryUsage().rss
  const { status, body } = await sendForm(
    server,
    ada,
    lobby,
    { name: 'a.png', type: 'image/png', ...told },
    bomb,
  )
  assert.equal(status, 201)
  assert.equal(await putThumbnail(server, ada, body.attachment.id, bomb), 'too_large')
  const answer = await ada.api('GET', `/api/v1/attachments/${body.attachment.id}/details`)
  assert.equal((answer.body as { attachment: { hasThumbnail?: true } }).attachment.hasThumbnail, undefined)
  // It would be 1.6 GB of pixels.
  assert.ok(process.memoryUsage().rss - before < 100_000_000)
})

test('[FILE10] who lets bytes drip is ended', () =>
  leavesNothing(async () => {
    const drip = sendRaw(server.url, [formHead(ada, lobby, 5_000), `${filePart('a.txt')}on`], 15_000)
    assert.match(await drip, /422 .*too slow.*upload_broken/s)
    const nothing = sendRaw(server.url, [formHead(ada, lobby, 5_000)], 15_000)
    assert.match(await nothing, /422 .*too slow/s)
  }))

test('[FILE10] what is no upload is not waited for where uploads are', async () => {
  for (const [path, type] of [
    ['/uploads', 'application/json'],
    ['/uploads', 'text/plain'],
    [`/rooms/${lobby}/attachments`, 'application/json'],
  ]) {
    const head = [`POST /api/v1${path} HTTP/1.1`, 'host: test', `content-type: ${type}`, 'content-length: 9']
    const answer = await sendRaw(server.url, [`${head.join('\r\n')}\r\n\r\n{`])
    assert.match(answer, /^HTTP\/1.1 400.*invalid_input/s, `${path} ${type}`)
  }
})
