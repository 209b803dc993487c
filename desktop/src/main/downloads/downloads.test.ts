/** Downloads from a server that breaks off, gives other bytes and comes back, onto a real disk. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rmSync, watch } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Download, FileToSave } from '../../bridge/bridge.ts'
import { createDownloads, type Downloads } from './list.ts'
import { isTold } from './told.ts'

const bytes = randomBytes(3_000_000)
const sha256 = createHash('sha256').update(bytes).digest('hex')
const id = '0198c0de-0000-7000-8000-000000000001'

describe('downloads', () => {
  let folder = ''
  let url = ''
  /** What the server does with the next requests, one each; then it serves. */
  let tricks: ((request: IncomingMessage, response: ServerResponse) => void)[] = []
  const asked: (string | undefined)[] = []
  const server = createServer((request, response) => {
    asked.push(request.headers.range)
    const trick = tricks.shift() ?? serve
    trick(request, response)
  })
  const opened: Downloads[] = []

  before(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  after(async () => {
    for (const downloads of opened) await downloads.stop()
    server.closeAllConnections()
    server.close()
  })

  async function start(
    more: { folder?: string; listFile?: string; now?: () => number; backoff?: number } = {},
  ) {
    folder = more.folder ?? (await mkdtemp(join(tmpdir(), 'chatter-downloads-')))
    after(() => rm(folder, { recursive: true, force: true }))
    const told: Download[] = []
    const gone: string[] = []
    const ended: { file: string; took: number }[] = []
    const downloads = createDownloads({
      listFile: more.listFile ?? join(folder, 'list.json'),
      folder: () => join(folder, 'Downloads'),
      ask: file => (headers, signal) => fetch(`${url}/${file.id}`, { headers, signal }),
      onChange: download => told.push(download),
      onGone: file => gone.push(file.id),
      onDone: ({ id }, _path, took) => ended.push({ file: id, took }),
      onFail: ({ id }, took) => ended.push({ file: id, took }),
      ...(more.now && { now: more.now }),
      backoff: () => more.backoff ?? 5,
    })
    opened.push(downloads)
    tricks = []
    asked.length = 0
    const ends = async (state: Download['state'], of = id) => {
      for (let tries = 0; tries < 600; tries++) {
        const found = downloads.list().find(each => each.id === of)
        if (found?.state === state) return found
        await sleep(10)
      }
      throw new Error(`It did not become ${state}: ${JSON.stringify(downloads.list())}`)
    }
    return { downloads, told, gone, ended, ends }
  }

  const fileOf = (more: Partial<FileToSave> = {}): FileToSave => ({
    ...{ serverUrl: url, id, name: 'report.pdf', size: bytes.length, sha256 },
    ...more,
  })
  const saved = () => readdir(join(folder, 'Downloads'))
  const read = (name: string) => readFile(join(folder, 'Downloads', name))

  function serve({ headers }: IncomingMessage, response: ServerResponse, content = bytes) {
    const [, from] = /^bytes=(\d+)-$/.exec(headers.range ?? '') ?? []
    const etag = `"${sha256}"`
    if (from === undefined || (headers['if-range'] && headers['if-range'] !== etag)) {
      response.writeHead(200, { etag, 'content-length': content.length }).end(content)
      return
    }
    const range = `bytes ${from}-${content.length - 1}/${content.length}`
    response.writeHead(206, { etag, 'content-range': range }).end(content.subarray(Number(from)))
  }

  /** Half of what was asked for, and then the line breaks. */
  function breakOff(_request: IncomingMessage, response: ServerResponse) {
    response.writeHead(200, { 'content-length': bytes.length })
    response.write(bytes.subarray(0, bytes.length / 2), () => setTimeout(() => response.destroy(), 20))
  }

  test('[FILE60] a file comes whole, under its name, and the progress is told', async () => {
    const { downloads, told, ends } = await start()
    downloads.start(fileOf())
    assert.equal((await ends('done')).savedAs, 'report.pdf')
    assert.deepEqual(await saved(), ['report.pdf'])
    assert.ok((await read('report.pdf')).equals(bytes))
    assert.equal(told[0]?.state, 'waiting')
    assert.ok(told.some(({ state }) => state === 'running'))
    assert.equal(told.at(-1)?.received, bytes.length)
  })

  test('[FILE61] a second file of the same name takes another one', async () => {
    const { downloads, ends } = await start()
    downloads.start(fileOf())
    await ends('done')
    const second = '0198c0de-0000-7000-8000-000000000002'
    downloads.start(fileOf({ id: second }))
    assert.equal((await ends('done', second)).savedAs, 'report (2).pdf')
    assert.deepEqual((await saved()).sort(), ['report (2).pdf', 'report.pdf'])
  })

  test('[FILE61] what is there is not saved again; what was moved away is', async () => {
    const { downloads, ends } = await start()
    downloads.start(fileOf())
    await ends('done')
    await downloads.start(fileOf())
    assert.deepEqual(await saved(), ['report.pdf'])
    assert.equal(asked.length, 1)
    await rm(join(folder, 'Downloads', 'report.pdf'))
    await downloads.start(fileOf())
    await ends('done')
    assert.deepEqual(await saved(), ['report.pdf'])
    assert.equal(asked.length, 2)
  })

  test('[FILE62] what broke off goes on where it was, and ends byte for byte', async () => {
    const { downloads, ends } = await start()
    tricks = [breakOff, (_request, response) => void response.writeHead(503).end()]
    downloads.start(fileOf())
    await ends('done')
    assert.ok((await read('report.pdf')).equals(bytes))
    assert.equal(asked.length, 3)
    assert.match(asked[2] ?? '', /^bytes=\d{6,}-$/)
  })

  test('[FILE62] what waits for the network goes on as soon as it is there', {
    timeout: 20_000,
  }, async () => {
    const { downloads, ends } = await start({ backoff: 3_600_000 })
    tricks = [breakOff]
    downloads.start(fileOf())
    await ends('running')
    await ends('waiting')
    assert.equal(asked.length, 1)
    downloads.wake()
    await ends('done')
    assert.ok((await read('report.pdf')).equals(bytes))
  })

  test('[FILE62] a server that gives the whole file again is taken at its word', async () => {
    const { downloads, ends } = await start()
    tricks = [
      breakOff,
      (request, response) => serve({ ...request, headers: {} } as IncomingMessage, response),
    ]
    downloads.start(fileOf())
    await ends('done')
    assert.ok((await read('report.pdf')).equals(bytes))
  })

  test('[FILE62] it goes on after the app was killed', async () => {
    await start()
    const program = join(import.meta.dirname, 'downloads.killed.ts')
    tricks = [
      (_request, response) => {
        response.writeHead(200, { 'content-length': bytes.length })
        response.write(bytes.subarray(0, 2_000_000))
      },
    ]
    const child = spawn(process.execPath, [program, folder, JSON.stringify(fileOf())], { stdio: 'inherit' })
    const part = join(folder, 'Downloads', 'report.pdf.part')
    for (let tries = 0; tries < 1_000; tries++) {
      if ((await stat(part).catch(() => undefined))?.size === 2_000_000) break
      await sleep(20)
    }
    child.kill('SIGKILL')
    await once(child, 'exit')
    assert.equal((await stat(part)).size, 2_000_000)
    const next = await start({ folder })
    await next.downloads.restore()
    await next.ends('done')
    assert.deepEqual(asked, ['bytes=2000000-'])
    assert.ok((await read('report.pdf')).equals(bytes))
    assert.deepEqual(await saved(), ['report.pdf'])
  })

  test('[FILE63] bytes that are not those that were sent are removed, and that is told', async () => {
    const { downloads, ends } = await start()
    const other = Buffer.from(bytes)
    other[1_234_567]! ^= 1
    tricks = [(request, response) => serve(request, response, other)]
    downloads.start(fileOf())
    assert.equal((await ends('failed')).problem, 'differs')
    assert.deepEqual(await saved(), [])
    downloads.start(fileOf())
    await ends('done')
    assert.ok((await read('report.pdf')).equals(bytes))
  })

  test('[FILE63] more bytes than were told are never written', async () => {
    const { downloads, ends } = await start()
    tricks = [(_request, response) => void response.writeHead(200).end(Buffer.concat([bytes, bytes]))]
    downloads.start(fileOf())
    assert.equal((await ends('failed')).problem, 'differs')
    assert.deepEqual(await saved(), [])
  })

  test('[FILE64] it can be paused, gone on with, and cancelled; nothing stays of what was cancelled', async () => {
    const { downloads, told, ends, gone } = await start()
    const hang = (_request: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200, { 'content-length': bytes.length })
      response.write(bytes.subarray(0, 1_000_000))
    }
    tricks = [hang]
    downloads.start(fileOf())
    while (told.at(-1)?.received !== 1_000_000) await sleep(10)
    assert.equal(told.at(-1)?.state, 'running')
    downloads.pause(fileOf())
    assert.equal((await ends('paused')).received, 1_000_000)
    downloads.start(fileOf())
    await ends('done')
    assert.equal(asked[1], 'bytes=1000000-')

    const second = '0198c0de-0000-7000-8000-000000000003'
    tricks = [hang]
    downloads.start(fileOf({ id: second }))
    await ends('running', second)
    await downloads.cancel(fileOf({ id: second }))
    assert.deepEqual(gone, [second])
    assert.deepEqual(await saved(), ['report.pdf'])
  })

  test('[FILE64] nothing more is told of what was cancelled while bytes came', async () => {
    const { downloads, told, gone } = await start()
    tricks = [
      (_request, response) => {
        response.writeHead(200, { 'content-length': bytes.length })
        const drip = setInterval(() => response.write(bytes.subarray(0, 10_000)), 10)
        response.on('close', () => clearInterval(drip))
      },
    ]
    downloads.start(fileOf())
    while (!((downloads.list()[0]?.received ?? 0) > 300_000)) await sleep(5)
    await downloads.cancel(fileOf())
    const before = told.length
    await sleep(400)
    assert.deepEqual([told.slice(before), gone, downloads.list()], [[], [id], []])
  })

  for (const end of ['cancelled', 'paused and gone on with'] as const)
    test(`[FILE64] what is ${end} while it gets its name is so`, async () => {
      const { downloads, ended, ends } = await start()
      await mkdir(join(folder, 'Downloads'))
      const watcher = watch(join(folder, 'Downloads'))
      after(() => watcher.close())
      const { promise, resolve } = Promise.withResolvers<unknown>()
      watcher.on('change', (_event, name) => {
        if (name !== 'report.pdf') return
        watcher.close()
        assert.equal(downloads.list()[0]?.state, 'running')
        if (end === 'cancelled') return resolve(downloads.cancel(fileOf()))
        downloads.pause(fileOf())
        resolve(downloads.start(fileOf()))
      })
      downloads.start(fileOf())
      await promise
      if (end === 'cancelled') {
        assert.deepEqual([downloads.list(), await saved(), ended], [[], [], []])
        return
      }
      await ends('done')
      assert.deepEqual([await saved(), asked.length, ended.length], [['report.pdf'], 1, 1])
      assert.ok((await read('report.pdf')).equals(bytes))
    })

  test('[FILE64] what the server does not have, or does not give, is told; the permitted twin comes', async () => {
    const { downloads, ends } = await start()
    tricks = [(_request, response) => void response.writeHead(404).end()]
    downloads.start(fileOf())
    assert.equal((await ends('failed')).problem, 'gone')
    tricks = [(_request, response) => void response.writeHead(401).end()]
    downloads.start(fileOf())
    while ((await ends('failed')).problem !== 'refused') await sleep(10)
    downloads.start(fileOf())
    await ends('done')
  })

  test('[FILE64] where the list cannot be written, what fails is told, what is cancelled goes, and files come', async context => {
    const warned = context.mock.method(console, 'warn', () => {})
    const lists = await mkdtemp(join(tmpdir(), 'chatter-lists-'))
    const { downloads, told, ended, ends, gone } = await start({ listFile: join(lists, 'list.json') })
    tricks = [
      (_request, response) => {
        rmSync(lists, { recursive: true })
        response.writeHead(404).end()
      },
    ]
    await downloads.start(fileOf())
    await ends('failed')
    assert.deepEqual([told.at(-1)?.state, told.at(-1)?.problem, ended.length], ['failed', 'gone', 1])

    tricks = [breakOff]
    await downloads.start(fileOf())
    await ends('running')
    await downloads.cancel(fileOf())
    assert.deepEqual([gone, downloads.list(), await saved()], [[id], [], []])

    await downloads.start(fileOf())
    await ends('done')
    assert.deepEqual([await saved(), told.at(-1)?.state], [['report.pdf'], 'done'])
    assert.match(String(warned.mock.calls[0]?.arguments[0]), /list of downloads/)
  })

  test('[FILE64] a saved file that somebody moved away is not said to be there', async () => {
    const { downloads, ends, gone } = await start()
    downloads.start(fileOf())
    await ends('done')
    assert.ok(await downloads.locate(fileOf()))
    await rm(join(folder, 'Downloads', 'report.pdf'))
    assert.equal(await downloads.locate(fileOf()), undefined)
    assert.deepEqual(gone, [id])
  })

  test('[FILE66] the end of a long download is told also to who looks at the app, and so is its failure', async () => {
    let time = 1_000_000
    const { downloads, ended, ends } = await start({ now: () => time })
    const later =
      (by: number, then: typeof serve) => (request: IncomingMessage, response: ServerResponse) => {
        time += by
        then(request, response)
      }
    tricks = [later(9_999, serve)]
    downloads.start(fileOf())
    await ends('done')
    assert.deepEqual(ended, [{ file: id, took: 9_999 }])
    assert.equal(isTold(ended[0]!.took, true), false)
    assert.equal(isTold(ended[0]!.took, false), true)

    const second = '0198c0de-0000-7000-8000-000000000002'
    tricks = [later(10_000, serve)]
    downloads.start(fileOf({ id: second }))
    await ends('done', second)
    assert.deepEqual(ended[1], { file: second, took: 10_000 })
    assert.equal(isTold(ended[1]!.took, true), true)

    const third = '0198c0de-0000-7000-8000-000000000003'
    tricks = [later(20_000, (_request, response) => void response.writeHead(404).end())]
    downloads.start(fileOf({ id: third }))
    await ends('failed', third)
    assert.deepEqual(ended[2], { file: third, took: 20_000 })
  })

  test('[FILE61] an empty file is a file', async () => {
    const { downloads, ends } = await start()
    downloads.start(fileOf({ size: 0, sha256: createHash('sha256').digest('hex') }))
    await ends('done')
    assert.equal((await read('report.pdf')).length, 0)
  })

  test('a list that somebody edited costs nobody the app', async () => {
    const { downloads } = await start()
    const strange = [7, { state: 'done' }, { ...fileOf(), state: 'done', folder: 1, part: null, path: '/x' }]
    await writeFile(join(folder, 'list.json'), JSON.stringify({ downloads: strange }))
    await downloads.restore()
    assert.deepEqual(downloads.list(), [])
  })
})
