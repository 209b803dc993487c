import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { type App, launchApp } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { ada, isIn, logIn, shows, signUp, write } from './harness/people.ts'
import { type ServerProcess, startServerProcess } from './harness/server.ts'

describe('sessions', () => {
  let server: ServerProcess
  let app: App

  before(async () => {
    server = await startServerProcess()
    app = await signUp(ada, { serverUrl: server.url })
    await write(app, 'kept on this device')
    await shows(app, ['kept on this device'])
  })

  const atTheDoor = ({ page }: App) => page.getByRole('tab', { name: 'Log in' }).waitFor()

  test('[SES] a session survives a restart', async () => {
    const { profileDir } = app
    await app.close()
    app = await launchApp({ profileDir, serverUrl: server.url })
    await isIn(app)
    await shows(app, ['kept on this device'])
  })

  test('[SES] a revoked session ends at that device at once', async () => {
    const second = await logIn(ada, { serverUrl: server.url })
    await second.page.getByRole('button', { name: 'Settings' }).click()
    await second.page.getByRole('tab', { name: 'Devices' }).click()
    const devices = second.page.getByRole('list', { name: /devices/i })
    await devices.getByRole('button').last().click()
    await app.page.getByText('You were logged out on this device').waitFor()
    await atTheDoor(app)
    assert.doesNotMatch(readFileSync(join(app.profileDir, 'secrets.json'), 'utf8'), /"(plain|encrypted):/)
    await second.close()
  })

  test('[SES] logging out forgets the session and what was kept of the account', async () => {
    const own = await logIn(ada, { serverUrl: server.url })
    await shows(own, ['kept on this device'])
    await own.page.getByRole('button', { name: /^Your account/ }).click()
    await own.page.getByRole('button', { name: 'Log out' }).click()
    await own.page.getByRole('alertdialog').getByRole('button', { name: 'Log out' }).click()
    await atTheDoor(own)
    const { profileDir } = own
    await eventually(async () => assert.deepEqual(await own.page.evaluate(databases), []))
    await own.close()
    const again = await launchApp({ profileDir, serverUrl: server.url })
    await atTheDoor(again)
    await again.close()
  })
})

const databases = async () => (await indexedDB.databases()).map(({ name }) => name)
