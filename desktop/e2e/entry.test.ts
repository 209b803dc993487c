/** What the first screen says where something is wrong, at the place where it is. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { before, describe, test } from 'node:test'
import { freePort } from '../../scripts/lib/ports.ts'
import { type App, launchApp } from './harness/app.ts'
import { afterTests } from './harness/leftovers.ts'
import { ada, isIn } from './harness/people.ts'
import { startServerProcess } from './harness/server.ts'

const password = 'correct horse battery'

describe('the way in', () => {
  let serverUrl: string
  let foreignUrl: string
  let app: App

  before(async () => {
    const [server, foreign] = await Promise.all([startServerProcess(), startForeigner()])
    serverUrl = server.url
    foreignUrl = foreign
    const form = { ...ada, password, device: 'Test' }
    const headers = { 'content-type': 'application/json' }
    const made = await fetch(`${serverUrl}/api/v1/accounts`, {
      method: 'POST',
      headers,
      body: JSON.stringify(form),
    })
    assert.equal(made.status, 201)
    app = await launchApp()
  })

  const field = (name: string) => app.page.getByRole('textbox', { name, exact: true })
  const submit = (name: string) => app.page.getByRole('button', { name, exact: true }).click()
  /** Waits until this field says what is wrong with it, to screen readers as well. */
  const isWrong = async (name: string, words: string) => {
    const wrong = app.page.locator('.field', { has: field(name) })
    await wrong.getByRole('alert').getByText(words).waitFor()
    assert.equal(await field(name).getAttribute('aria-invalid'), 'true')
    const note = await field(name).getAttribute('aria-describedby')
    assert.match((await wrong.locator(`[id="${note}"]`).textContent()) ?? '', new RegExp(words.slice(0, 20)))
  }

  test('an address is explained: none, no address, nobody there, somebody else there', async () => {
    const { page } = app
    await submit('Sign up')
    await isWrong('Server address', 'Enter the address of your server.')
    const addresses = {
      'chat example': 'This is not an address.',
      [`127.0.0.1:${await freePort()}`]: 'Nothing answers at this address.',
      [foreignUrl]: 'Something answers at this address, but it is not a Chatter server.',
    }
    for (const [address, words] of Object.entries(addresses)) {
      await field('Server address').fill(address)
      await field('Server address').press('Tab')
      await isWrong('Server address', words)
    }
    await field('Server address').fill(serverUrl)
    await field('Server address').press('Tab')
    await page.getByText(/^Chatter · version /).waitFor()
    assert.equal(await field('Server address').getAttribute('aria-invalid'), null)
    // Whoever types on and comes back is told again.
    await field('Server address').fill(`${serverUrl}0`)
    await page.getByText(/^Chatter · version /).waitFor({ state: 'detached' })
    await field('Server address').fill(serverUrl)
    await field('Server address').press('Tab')
    await page.getByText(/^Chatter · version /).waitFor()
  })

  test('[ACC2] [ACC3] each field of a sign-up says what is wrong with it, and the first is in focus', async () => {
    await field('User name').fill('a b')
    await field('Password').fill('short')
    await submit('Sign up')
    await isWrong('User name', 'Use 2 to 32 letters or digits')
    await isWrong('Display name', 'Please fill this in.')
    await isWrong('Password', 'Use at least 10 characters.')
    assert.ok(await field('User name').evaluate(input => input === document.activeElement))
    await field('Display name').fill('Somebody')
    await field('Password').fill(password)
    await field('User name').fill('ADA')
    await submit('Sign up')
    await isWrong('User name', 'This user name is taken.')
    await field('User name').fill('somebody')
    await field('Password').fill('password123')
    await submit('Sign up')
    await isWrong('Password', 'Too many people use this password.')
    await field('Password').fill('SOMEBODY is me')
    await submit('Sign up')
    await isWrong('Password', 'This holds your user name')
    // What is wrong with a new account is not wrong with an old one.
    await app.page.getByRole('tab', { name: 'Log in' }).click()
    assert.equal(await app.page.getByRole('alert').count(), 0)
    assert.equal(await field('Password').inputValue(), 'SOMEBODY is me')
    await app.page.getByRole('tab', { name: 'Sign up' }).click()
  })

  test('all of it is said in Korean, too', async () => {
    await app.page.evaluate(() => localStorage.setItem('chatter.language', 'ko'))
    await app.page.reload()
    await field('서버 주소').fill(foreignUrl)
    await field('사용자 이름').fill('수현')
    await field('비밀번호').fill('수현수현의 비밀번호')
    await submit('가입하기')
    await isWrong('서버 주소', 'Chatter 서버가 아니에요')
    await isWrong('표시 이름', '입력해 주세요.')
    await field('비밀번호').fill('짧아요')
    await field('서버 주소').fill(serverUrl)
    await submit('가입하기')
    await isWrong('비밀번호', '10자 이상으로 써 주세요.')
    await app.page.evaluate(() => localStorage.setItem('chatter.language', 'en'))
    await app.page.reload()
  })

  test('[SES4] a wrong name and a wrong password are explained alike, and the right ones lead in', async () => {
    const { page } = app
    await page.getByRole('tab', { name: 'Log in' }).click()
    await field('Server address').fill(serverUrl)
    for (const [username, guess] of [
      ['nobody', password],
      [ada.username, 'not the password'],
    ] as const) {
      await field('User name').fill(username)
      await field('Password').fill(guess)
      await submit('Log in')
      await page.getByRole('alert').getByText('The user name or the password is wrong.').waitFor()
      assert.equal(await page.getByRole('alert').count(), 1)
    }
    await field('Password').fill(password)
    await submit('Log in')
    await isIn(app)
  })
})

/** Something that speaks HTTP and is not Chatter. */
async function startForeigner(): Promise<string> {
  const foreign = createServer((_request, response) => response.end('<h1>It works!</h1>'))
  await new Promise<void>(resolve => foreign.listen(0, '127.0.0.1', resolve))
  afterTests(async () => {
    foreign.closeAllConnections()
    foreign.close()
  })
  return `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`
}
