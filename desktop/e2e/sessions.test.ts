import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { type App, launchApp } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { ada, grace, isIn, logInAt, password, shows, signUpAt, write } from './harness/people.ts'
import { composer } from './harness/posts.ts'
import { type ServerProcess, startServerProcess } from './harness/server.ts'

describe('sessions', () => {
  let server: ServerProcess
  let app: App

  before(async () => {
    server = await startServerProcess()
    app = await launchApp({ serverUrl: server.url })
    await signUpAt(app, ada)
    await write(app, 'kept on this device')
    await shows(app, ['kept on this device'])
  })

  /** One more device of Ada's, which sees how many there are. */
  const logInByHand = async () => {
    const sessions = `${server.url}/api/v1/sessions`
    const body = JSON.stringify({ username: ada.username, password, device: 'Phone' })
    const entered = await fetch(sessions, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    })
    const { session } = (await entered.json()) as { session: { token: string } }
    const headers = { authorization: `Bearer ${session.token}` }
    return {
      async devices() {
        const answer = await fetch(sessions, { headers })
        return ((await answer.json()) as { sessions: unknown[] }).sessions.length
      },
    }
  }
  let second: App
  const atTheDoor = ({ page }: App) => page.getByRole('tab', { name: 'Log in' }).waitFor()

  const hasNoSecret = ({ profileDir }: App) => {
    const secrets = () => readFileSync(join(profileDir, 'secrets.json'), 'utf8')
    return eventually(() => assert.doesNotMatch(secrets(), /"(plain|encrypted):/))
  }

  test('[SES] a session survives a restart', async () => {
    const { profileDir } = app
    await app.close()
    app = await launchApp({ profileDir, serverUrl: server.url })
    await isIn(app)
    await shows(app, ['kept on this device'])
  })

  const searchField = ({ page }: App) => page.getByRole('combobox', { name: 'Search messages' })

  test('[SES] a revoked session ends at that device at once', async () => {
    await app.page.keyboard.press('Control+Shift+F')
    await searchField(app).fill('salaries')
    second = await launchApp({ serverUrl: server.url })
    await logInAt(second, ada)
    await second.page.getByRole('button', { name: 'Settings' }).click()
    await second.page.getByRole('tab', { name: 'Devices' }).click()
    const devices = second.page.getByRole('list', { name: /devices/i })
    await devices.getByRole('button').last().click()
    await app.page.getByText('You were logged out on this device').waitFor()
    await atTheDoor(app)
    await hasNoSecret(app)
  })

  test('[SES14] whoever logs in there next finds nothing of what was looked for', async () => {
    await signUpAt(app, grace)
    assert.equal(await searchField(app).count(), 0)
    await app.page.keyboard.press('Control+Shift+F')
    await searchField(app).waitFor()
    assert.equal(await searchField(app).inputValue(), '')
  })

  test('[SES13] logging out offline says what is lost, forgets the account, and ends the session later', async () => {
    const { page, profileDir } = second
    await page.keyboard.press('Escape')
    await shows(second, ['kept on this device'])
    await server.kill9()
    await page.getByText(/^Offline\./).waitFor()
    await write(second, 'not sent')
    await composer(second).fill('half a thought')
    await page.getByRole('button', { name: /^Your account/ }).click()
    await page.getByRole('button', { name: 'Log out' }).click()
    const question = page.getByRole('alertdialog')
    await question.getByText('lost: 1 message that has not been sent and 1 draft.').waitFor()
    await question.getByText('The server cannot be reached now.').waitFor()
    await question.getByRole('button', { name: 'Log out' }).click()
    await atTheDoor(second)
    await eventually(async () => assert.deepEqual(await page.evaluate(databases), []))
    await second.close()
    await server.restart()
    const phone = await logInByHand()
    const before = await phone.devices()
    const again = await launchApp({ profileDir, serverUrl: server.url })
    await atTheDoor(again)
    await eventually(async () => assert.equal(await phone.devices(), before - 1))
    await hasNoSecret(again)
    await again.close()
  })
})

const databases = async () => (await indexedDB.databases()).map(({ name }) => name)
