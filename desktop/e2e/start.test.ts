/** `npm start` where an app is open already. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { root } from '../../scripts/lib/paths.ts'
import { freePort } from '../../scripts/lib/ports.ts'
import { type Running, startProcess } from '../../scripts/lib/processes.ts'
import { whoListens } from '../../scripts/lib/server.ts'
import type { App } from './harness/app.ts'
import { findDesk } from './harness/desk.ts'
import { eventually } from './harness/eventually.ts'
import { afterTests, newFolder } from './harness/leftovers.ts'
import { ada, isIn, shows, signUp, write } from './harness/people.ts'
import { type ServerProcess, startServerProcess } from './harness/server.ts'

describe('npm start beside an app that is open', () => {
  let server: ServerProcess
  let app: App

  before(async () => {
    server = await startServerProcess()
    app = await signUp(ada, { serverUrl: server.url })
  })

  async function npmStart(...args: string[]): Promise<Running> {
    const running = await startProcess(process.execPath, [join(root, 'scripts/run.mjs'), 'start', ...args], {
      env: {
        ...(await findDesk()),
        CHATTER_PROFILE_DIR: app.profileDir,
        CHATTER_DATA_DIR: await newFolder('start'),
      },
      signal: 'SIGINT',
      // Its server may take its time to end what it is at.
      patience: 30_000,
    })
    afterTests(() => running.stop())
    return running
  }
  const serverField = () => app.page.getByLabel('Server address')

  test('[BRI6] the app goes to the server that was started, which runs on until it is stopped', async () => {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const running = await npmStart('--port', `${port}`)
    await eventually(() => assert.match(running.lastWords(), /The app was open already. It is on /))
    assert.doesNotMatch(running.lastWords(), /Installing|Building/)
    await eventually(async () => assert.equal(await serverField().inputValue(), url))
    assert.equal(await whoListens(url), 'chatter')
    await running.stop()
    assert.equal(await whoListens(url), 'nobody')
  })

  test('[BRI6] it goes back to a server where it has a session, and is in', async () => {
    const running = await npmStart('--app', server.url)
    assert.equal(await running.exited, 0)
    assert.match(running.lastWords(), /The app was open already/)
    await isIn(app)
    await write(app, 'back')
    await shows(app, ['back'])
  })
})
