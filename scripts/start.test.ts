/** `npm start` from its first line to Ctrl-C, on a machine without a display. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { root } from './lib/paths.ts'
import { freePort } from './lib/ports.ts'
import { whoListens } from './lib/server.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'chatter-start-'))
after(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }))
const port = await freePort()
const url = `http://127.0.0.1:${port}`

/** Starts it as npm does, in a group of its own, as a shell does. */
function start(...args: string[]) {
  const env: NodeJS.ProcessEnv = { ...process.env, CHATTER_DATA_DIR: dataDir, CHATTER_PORT: `${port}` }
  for (const name of ['DISPLAY', 'WAYLAND_DISPLAY']) delete env[name]
  const child = spawn(process.execPath, [join(root, 'scripts/run.mjs'), 'start', ...args], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  after(() => child.exitCode ?? child.kill('SIGKILL'))
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', text => {
      said += text
    })
  const ended = once(child, 'close').then(([code]) => code as number)
  return {
    ended,
    said: () => said,
    async says(words: string) {
      while (!said.includes(words))
        await Promise.race([
          once(child.stdout, 'data'),
          ended.then(() => assert.fail(`It ended, and said:\n${said}`)),
        ])
    },
    /** As Ctrl-C does. */
    interrupt: () => process.kill(-child.pid!, 'SIGINT'),
  }
}

/** Starts it, looks at it, and ends it. Answers with what it said. */
async function startAndStop(look: () => Promise<void> = async () => {}) {
  const running = start()
  await running.says('Press Ctrl-C to stop.')
  assert.equal(await whoListens(url), 'chatter')
  await look()
  running.interrupt()
  assert.equal(await running.ended, 130)
  assert.equal(await whoListens(url), 'nobody')
  assert.deepEqual(await processesOn(dataDir), [])
  return running.said()
}

test('without a display it runs the server, says so and where its data is, and Ctrl-C leaves nothing behind', async () => {
  const said = await startAndStop(async () => {
    const second = start()
    assert.equal(await second.ended, 0)
    assert.match(second.said(), /A Chatter server already runs at/)
  })
  assert.match(said, /There is no display here \(DISPLAY is not set\), so only the server runs\./)
  assert.ok(said.includes(`The server is ready at ${url}\n  data  ${dataDir}\n`), said)
})

test('a second start neither installs nor builds anything', async () => {
  const said = await startAndStop()
  assert.doesNotMatch(said, /Installing|Building/)
  assert.match(said, /Starting the server: done/)
})

test('the app alone is refused where there is no display', async () => {
  const alone = start('--app', url)
  assert.equal(await alone.ended, 1)
  assert.match(alone.said(), /The app needs a display/)
})

test('where somebody listens and does not answer, the address is doubted', async () => {
  const silent = createServer(socket => socket.on('error', () => {}))
  await once(silent.listen(0, '127.0.0.1'), 'listening')
  after(() => silent.close())
  const { port } = silent.address() as AddressInfo
  const doubting = start('--server', '--port', `${port}`)
  assert.equal(await doubting.ended, 1)
  assert.match(doubting.said(), /does not answer\. Is 127\.0\.0\.1 an address of this machine\?/)
})

/** Those whose environment names this folder, where the system tells such things. */
async function processesOn(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter(
    name => /^\d+$/.test(name) && name !== `${process.pid}`,
  )
  const environments = await Promise.all(
    pids.map(pid => readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')),
  )
  return pids.filter((_, at) => environments[at]!.includes(`CHATTER_DATA_DIR=${folder}\0`))
}
