/** What the first screen says where something is wrong, at the place where it is. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { before, describe, test } from 'node:test'
import { freePort } from '../../scripts/lib/ports.ts'
import { type App, launchApp } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { afterTests } from './harness/leftovers.ts'
import { ada, isIn } from './harness/people.ts'
import { type ServerProcess, startServerProcess } from './harness/server.ts'

const password = 'correct horse battery'

describe('the way in', () => {
  let serverUrl: string
  let guarded: ServerProcess
  let foreignUrl: string
  /** Of a device of Ada's elsewhere. */
  let token: string
  let app: App

  before(async () => {
    const [server, other, foreign] = await Promise.all([
      startServerProcess(),
      startServerProcess(),
      startForeigner(),
    ])
    serverUrl = server.url
    guarded = other
    foreignUrl = foreign
    const made = await ask(serverUrl, 'POST', '/accounts', { body: { ...ada, password, device: 'Test' } })
    assert.equal(made.status, 201)
    ;({ token } = (await made.json()).session)
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

  test('[ACC9] a server that asks for its code says so, and takes nobody without it', async () => {
    const { page } = app
    assert.equal(await field('Code of this server').count(), 0)
    await field('Server address').fill(guarded.url)
    await field('Server address').press('Tab')
    await page.getByText(/^Chatter · version /).waitFor()
    await field('User name').fill('newcomer')
    await field('Display name').fill('Newcomer')
    await field('Password').fill(password)
    // It did not ask when it was found.
    await guarded.restart({ CHATTER_SIGN_UP_CODE: '열려라 참깨' })
    await submit('Sign up')
    await isWrong('Code of this server', 'This is not the code of this server.')
    await submit('Sign up')
    await isWrong('Code of this server', 'Please fill this in.')
    await field('Code of this server').fill('열려라')
    await submit('Sign up')
    await isWrong('Code of this server', 'This is not the code of this server.')
    await page.getByRole('tab', { name: 'Log in' }).click()
    assert.equal(await field('Code of this server').count(), 0)
    await page.getByRole('tab', { name: 'Sign up' }).click()
    await field('Code of this server').fill('열려라 참깨')
    const form = { username: 'newcomer', displayName: 'Newcomer', password, code: '열려라 참깨' }
    assert.equal((await ask(guarded.url, 'POST', '/accounts', { body: form })).status, 201)
    await submit('Sign up')
    await isWrong('User name', 'This user name is taken.')
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

  test('[ACC8] the password is changed by who knows it, in words at its field, and the other devices are logged out', async () => {
    const { page } = app
    const next = 'an entirely new sentence'
    const opener = page.getByRole('button', { name: 'Change password' })
    const send = () => field('New password').press('Enter')
    await page.keyboard.press('Control+,')
    await page.getByRole('tab', { name: 'Profile' }).click()
    await opener.click()
    assert.ok(await field('Current password').evaluate(input => input === document.activeElement))
    await send()
    await isWrong('Current password', 'Please fill this in.')
    await isWrong('New password', 'Please fill this in.')
    await field('Current password').fill('not the password')
    await field('New password').fill('short')
    await send()
    await isWrong('New password', 'Use at least 10 characters.')
    await field('New password').fill('password123')
    await send()
    await isWrong('New password', 'Too many people use this password.')
    await field('New password').fill(next)
    await send()
    await isWrong('Current password', 'This is not your password.')
    assert.ok(await field('Current password').evaluate(input => input === document.activeElement))
    assert.equal((await ask(serverUrl, 'GET', '/me', { token })).status, 200)
    await field('Current password').fill(password)
    await send()
    await page.getByText('Changed. Your other devices were logged out.').waitFor()
    await eventually(async () =>
      assert.ok(await opener.evaluate(button => button === document.activeElement)),
    )
    assert.equal((await ask(serverUrl, 'GET', '/me', { token })).status, 401)
    const logIn = (word: string) =>
      ask(serverUrl, 'POST', '/sessions', { body: { username: ada.username, password: word } })
    assert.deepEqual([(await logIn(password)).status, (await logIn(next)).status], [401, 201])
  })
})

function ask(url: string, method: string, path: string, { token, body }: { token?: string; body?: object }) {
  return fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
}

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
