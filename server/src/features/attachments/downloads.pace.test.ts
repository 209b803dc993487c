import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readdirSync, readlinkSync } from 'node:fs'
import { request } from 'node:http'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Attachment } from '@chatter/shared/attachments.ts'
import { bringFile, postFiles } from '../../../test/files.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom } from '../../../test/talk.ts'
import { until } from '../../../test/until.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const atAda = await ada.connect()
const room = await foundRoom([ada, grace], 'Downloads')
const authorized = { authorization: `Bearer ${grace.token}` }
const urlOf = ({ id }: Attachment) => `${server.url}/api/v1/attachments/${id}`

test('[FILE30] whoever takes slowly is waited for, and whoever goes leaves no file open', async () => {
  const large = await bringFile(server, ada, room, { bytes: Buffer.alloc(64 * 1024 * 1024, 'x') })
  await postFiles(atAda, room, [large])
  const before = await usedMemory()
  const stalled = await Promise.all(Array.from({ length: 8 }, () => startLoading(large)))
  await until(() => openFiles() === 8)
  await new Promise(resolve => setTimeout(resolve, 300))
  const grown = (await usedMemory()) - before
  assert.ok(grown < 30 * 1024 * 1024, `${grown} bytes are not read ahead of who takes them`)
  for (const { destroy } of stalled) destroy()
  await until(() => openFiles() === 0)
})

test('[FILE30] a closing server does not wait for downloads, which go on when it is back', async () => {
  const large = await bringFile(server, ada, room, { bytes: randomBytes(32 * 1024 * 1024) })
  await postFiles(atAda, room, [large])
  const { takeRest } = await startLoading(large)
  // Nothing is taken meanwhile: a server that waited for it would wait for ever.
  await server.restart()
  const taken = await takeRest()
  assert.ok(taken < large.size)
  const range = { range: `bytes=${taken}-`, 'if-range': `"${large.sha256}"` }
  const rest = await fetch(urlOf(large), { headers: { ...authorized, ...range } })
  assert.deepEqual([rest.status, (await rest.arrayBuffer()).byteLength], [206, large.size - taken])
})

/** Begins a download, and takes nothing of it after its first bytes, until the rest is wanted, which answers with how many came. */
function startLoading(one: Attachment) {
  type Loading = { destroy: () => void; takeRest: () => Promise<number> }
  return new Promise<Loading>((resolve, reject) => {
    const asked = request(urlOf(one), { headers: authorized, agent: false }, answer => {
      let taken = 0
      const takeRest = () =>
        new Promise<number>(done => {
          answer.once('close', () => done(taken))
          answer.resume()
        })
      answer.on('error', () => {})
      answer.on('data', (chunk: Buffer) => {
        taken += chunk.length
      })
      answer.once('data', () => {
        answer.pause()
        resolve({ destroy: () => asked.destroy(), takeRest })
      })
    })
    asked.on('error', reject)
    asked.end()
  })
}

/** What buffers take that somebody still needs. */
async function usedMemory(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  await new Promise(setImmediate)
  collect()
  return process.memoryUsage().arrayBuffers
}

/** How many of the storage's files this process has open. */
function openFiles(): number {
  return readdirSync('/proc/self/fd').filter(fd => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(`${server.config.dataDir}/files/`)
    } catch {
      return false
    }
  }).length
}
