/** What an administrator decides about somebody, and what both see of it. */
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { App } from './harness/app.ts'
import { ada, grace, isIn, openDirect, password, personIn, shows, signUp, write } from './harness/people.ts'
import { type ServerProcess, startServerProcess } from './harness/server.ts'

const closed = 'This account is deactivated. Nobody reads what is written here.'
const refused = 'This account is deactivated. Ask an administrator of this server.'

describe('administration', () => {
  let server: ServerProcess
  let adasApp: App
  let gracesApp: App

  before(async () => {
    server = await startServerProcess()
    // Whoever signs up first is the administrator.
    adasApp = await signUp(ada, { serverUrl: server.url })
    gracesApp = await signUp(grace, { serverUrl: server.url })
  })

  const panel = ({ page }: App) => page.getByRole('complementary', { name: 'Details' })
  const act = (app: App, name: string) => panel(app).getByRole('button', { name, exact: true })
  const question = ({ page }: App, title: string) => page.getByRole('alertdialog', { name: title })
  const logIn = async ({ page }: App, word: string) => {
    await page.getByRole('tab', { name: 'Log in' }).click()
    await page.getByLabel('User name').fill(grace.username)
    await page.getByRole('textbox', { name: 'Password' }).fill(word)
    await page.getByRole('button', { name: 'Log in' }).click()
  }

  test('[ADM1] an administrator is known as one, and only they see what they may do', async () => {
    await openDirect(gracesApp, ada)
    await gracesApp.page.getByRole('button', { name: 'Show details' }).click()
    await panel(gracesApp).getByText('Administrator', { exact: true }).waitFor()
    assert.equal(await panel(gracesApp).getByRole('heading', { name: 'Administration' }).count(), 0)
    await write(gracesApp, 'Hello, Ada')
    await openDirect(adasApp, grace)
    await shows(adasApp, ['Hello, Ada'])
    await adasApp.page.getByRole('button', { name: 'Show details' }).click()
    await panel(adasApp).getByRole('heading', { name: 'Administration' }).waitFor()
  })

  test('[ADM3] who is deactivated is at the door at once, and told why they do not come in', async () => {
    await act(adasApp, 'Deactivate account').click()
    const asked = question(adasApp, 'Deactivate the account of Grace Hopper?')
    await asked.getByText('What they wrote stays').waitFor()
    await asked.getByRole('button', { name: 'Cancel' }).click()
    await asked.waitFor({ state: 'detached' })
    await act(adasApp, 'Deactivate account').click()
    await asked.getByRole('button', { name: 'Deactivate', exact: true }).click()
    await gracesApp.page.getByRole('tab', { name: 'Log in' }).waitFor()
    await logIn(gracesApp, password)
    await gracesApp.page.getByRole('alert').getByText(refused, { exact: true }).waitFor()
  })

  test('[ADM3] their conversation stays to be read, and takes no word; nobody is offered them but an administrator', async () => {
    const { page } = adasApp
    await page.getByText(closed).waitFor()
    assert.equal(await page.getByRole('textbox', { name: 'Message' }).count(), 0)
    await shows(adasApp, ['Hello, Ada'])
    await page.locator('.room-header').getByText('Deactivated').waitFor()
    const people = page.getByRole('list', { name: 'People' })
    const search = page.getByRole('searchbox', { name: 'Find people' })
    await search.fill('grace')
    await people.getByRole('button', { name: grace.displayName }).getByText('Deactivated').waitFor()
    await people.getByRole('button', { name: grace.displayName }).click()
    await act(adasApp, 'Reactivate account').waitFor()
  })

  test('[ADM4] [ADM5] who is reactivated comes in by the password that the administrator passes on', async () => {
    await act(adasApp, 'Reactivate account').click()
    await adasApp.page.getByRole('textbox', { name: 'Message' }).waitFor()
    await act(adasApp, 'Give a new password').click()
    await question(adasApp, 'Give Grace Hopper a new password?')
      .getByRole('button', { name: 'Give password' })
      .click()
    const shown = question(adasApp, 'The new password of Grace Hopper')
    const given = await shown.getByRole('textbox', { name: 'New password' }).inputValue()
    await shown.getByRole('button', { name: 'Copy password' }).click()
    await shown.getByRole('button', { name: 'Copied' }).waitFor()
    assert.equal(await adasApp.electron.evaluate(({ clipboard }) => clipboard.readText()), given)
    // A shortcut puts nothing in the place of what is shown once.
    await adasApp.page.keyboard.press('Control+k')
    await shown.getByRole('button', { name: 'Done' }).click()
    await shown.waitFor({ state: 'detached' })
    await logIn(gracesApp, password)
    await gracesApp.page.getByRole('alert').getByText('The user name or the password').waitFor()
    await logIn(gracesApp, given)
    await isIn(gracesApp)
  })

  test('[ADM2] who is made an administrator sees it at once, and so do they when it is taken away', async () => {
    await openDirect(gracesApp, ada)
    const administration = panel(gracesApp).getByRole('heading', { name: 'Administration' })
    if ((await panel(gracesApp).count()) === 0)
      await gracesApp.page.getByRole('button', { name: 'Show details' }).click()
    assert.equal(await administration.count(), 0)
    await act(adasApp, 'Make an administrator').click()
    await administration.waitFor()
    await act(gracesApp, 'Take administration away').click()
    await question(gracesApp, 'Take administration away from Ada Lovelace?')
      .getByRole('button', { name: 'Take away' })
      .click()
    await panel(adasApp).getByRole('heading', { name: 'Administration' }).waitFor({ state: 'detached' })
    await personIn(adasApp, grace.displayName).click()
    await panel(adasApp).getByText('Administrator', { exact: true }).waitFor()
  })

  test('[SEC2] no page broke its policy or threw', () => {
    // Chromium says so of whoever is not let in.
    const unexpected = [...adasApp.complaints, ...gracesApp.complaints].filter(each => !/40[13]/.test(each))
    assert.deepEqual(unexpected, [])
  })
})
