import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { type App, isOfNetwork, launchApp } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { keptRows } from './harness/kept.ts'
import { ada, grace, isIn, postsOf, shows, signUp, write } from './harness/people.ts'
import { choose, composer } from './harness/posts.ts'
import { type ServerProcess, startServerProcess } from './harness/server.ts'

describe('nothing is lost', () => {
  let server: ServerProcess
  let adasApp: App
  let gracesApp: App
  const told: string[] = []

  before(async () => {
    server = await startServerProcess()
    const { url: serverUrl } = server
    ;[adasApp, gracesApp] = await Promise.all([signUp(ada, { serverUrl }), signUp(grace, { serverUrl })])
  })

  const adaWrites = async (body: string) => {
    told.push(body)
    await write(adasApp, body)
  }
  const reopen = async ({ profileDir }: App) => {
    const app = await launchApp({ profileDir, serverUrl: server.url })
    await isIn(app)
    return app
  }
  const saysOffline = ({ page }: App) => page.getByText(/^Offline\./).waitFor()

  test('[OUT] posts written while the server is gone arrive once, in order, when it returns', async () => {
    await adaWrites('before')
    await shows(gracesApp, told)
    await server.kill9()
    await saysOffline(adasApp)
    await adaWrites('one')
    await adaWrites('둘')
    await adaWrites('three')
    const waiting = (await postsOf(adasApp)).map(({ state }) => state)
    assert.deepEqual(waiting, ['sent', 'sending', 'sending', 'sending'])
    await server.restart()
    await shows(gracesApp, told, 40_000)
    await shows(adasApp, told)
  })

  test('[OUT] also when the app is killed meanwhile, and opens again without the server', async () => {
    await server.kill9()
    await saysOffline(adasApp)
    await adaWrites('four')
    await adaWrites('five')
    await composer(adasApp).fill('half a thou')
    await eventually(async () => assert.equal((await postsOf(adasApp)).length, told.length))
    // What is being written is put aside for an edit, which is not finished either.
    await choose(adasApp, 'before', 'Edit')
    await eventually(async () => assert.equal(await composer(adasApp).inputValue(), 'before'))
    await composer(adasApp).fill('long before')
    // The draft is written a moment after the last key.
    await eventually(async () => {
      const [draft] = await keptRows<{ text: string }>(adasApp, 'writing', 'drafts')
      assert.equal(draft?.text, 'long before')
    })
    await adasApp.kill9()

    adasApp = await reopen(adasApp)
    await eventually(async () =>
      assert.deepEqual(
        (await postsOf(adasApp)).map(({ body }) => body),
        told,
      ),
    )
    assert.deepEqual(
      (await postsOf(adasApp)).slice(-2).map(({ state }) => state),
      ['sending', 'sending'],
    )
    await saysOffline(adasApp)
    await eventually(async () => assert.equal(await composer(adasApp).inputValue(), 'long before'))
    await composer(adasApp).press('Escape')
    await eventually(async () => assert.equal(await composer(adasApp).inputValue(), 'half a thou'))

    await server.restart()
    await shows(gracesApp, told, 40_000)
    await shows(adasApp, told)
  })

  test('[OUT] also when both are killed in the middle of sending', async () => {
    for (let count = 1; count <= 12; count++) {
      told.push(`burst ${count}`)
      await write(adasApp, `burst ${count}`)
      if (count === 6) await server.kill9()
    }
    await eventually(async () => assert.equal((await postsOf(adasApp)).at(-1)?.body, 'burst 12'))
    await eventually(async () => {
      const [kept, sent] = await Promise.all([
        keptRows<{ body: string }>(adasApp, 'writing', 'outbox'),
        keptRows<{ body: string }>(adasApp, 'cache', 'messages'),
      ])
      assert.ok([...kept, ...sent].some(({ body }) => body === 'burst 12'))
    })
    await adasApp.kill9()
    await server.restart()
    adasApp = await reopen(adasApp)
    await shows(gracesApp, told, 40_000)
    await shows(adasApp, told, 40_000)
  })

  test('[SYNC] an app that was closed meanwhile catches up', async () => {
    const { profileDir } = gracesApp
    await gracesApp.close()
    await adaWrites('while you were away')
    await shows(adasApp, told)
    gracesApp = await launchApp({ profileDir, serverUrl: server.url })
    await shows(gracesApp, told)
  })

  test('[OUT11] a disk that takes nothing is told, until it takes everything again', async () => {
    const { page, complaints } = gracesApp
    const soFar = complaints.length
    const told = page.getByText('This device cannot keep what you write')
    await page.evaluate(() => {
      const { put } = IDBObjectStore.prototype
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('The disk is full.', 'QuotaExceededError')
      }
      Object.assign(window, { makeRoom: () => Object.assign(IDBObjectStore.prototype, { put }) })
    })
    await composer(gracesApp).fill('half a thou')
    await told.waitFor()
    await page.evaluate(() => (window as unknown as { makeRoom(): void }).makeRoom())
    await told.waitFor({ state: 'hidden' })
    // The cache notices it, too, when it was about to be written.
    const ofDisk = complaints.splice(soFar)
    assert.notEqual(ofDisk.length, 0)
    for (const complaint of ofDisk)
      assert.match(complaint, /cannot be kept on this machine|The cache on this machine does not work/)
  })

  test('[SEC2] no page broke its policy or threw', () => {
    const ours = [...adasApp.complaints, ...gracesApp.complaints].filter(text => !isOfNetwork(text))
    assert.deepEqual(ours, [])
  })
})
