import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { App } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { grace, openDirect, openRoom, startPair, write } from './harness/people.ts'
import { post } from './harness/posts.ts'
import type { ServerProcess } from './harness/server.ts'

describe('searching without a connection', () => {
  let server: ServerProcess
  let adasApp: App
  let gracesApp: App

  before(async () => {
    ;({ server, adasApp, gracesApp } = await startPair())
    await write(gracesApp, '배포는 내일 합니다 PLT-3699')
    await write(gracesApp, 'the deployment waits')
    await post(adasApp, 'the deployment waits').waitFor()
    await openDirect(adasApp, grace)
    await adasApp.page.keyboard.press('Control+Shift+f')
  })

  const panel = () => adasApp.page.getByRole('complementary', { name: 'Search messages' })
  const field = () => panel().getByRole('combobox', { name: 'Search messages' })
  const found = () => panel().getByRole('list', { name: 'Results' }).getByRole('button')
  const says = () => panel().getByText('Without a connection, only messages on this computer are searched.')
  const finds = async (words: string, wanted: string) => {
    await field().fill(words)
    await eventually(async () => {
      const texts = await found().allTextContents()
      assert.equal(texts.length, 1)
      assert.match(texts[0]!, new RegExp(wanted))
    })
  }

  test('with a connection, it says nothing of that', async () => {
    await finds('내일', '배포는 내일')
    assert.equal(await says().count(), 0)
  })

  test('[FIND11] without one it says so, and finds what is on this machine, in both scripts', async () => {
    await server.kill9()
    await adasApp.page.getByText(/^Offline\./).waitFor()
    await says().waitFor()
    await finds('배포', '배포는 내일')
    await finds('PLT-3699', 'PLT-3699')
    await finds('deploy', 'the deployment waits')
    await finds('from:grace wait', 'the deployment waits')
    await eventually(async () => assert.deepEqual(await found().locator('mark').allTextContents(), ['wait']))
    await field().fill('nowhere')
    await panel().getByText('Nothing was found on this computer.').waitFor()
  })

  test('[FIND11] a click on what was found leads to it, without a connection', async () => {
    await finds('배포', '배포는 내일')
    await found().first().click()
    await adasApp.page.getByRole('log', { name: 'Lobby' }).waitFor()
    await adasApp.page.locator('.post-lit', { hasText: 'PLT-3699' }).waitFor()
  })

  test('[FIND11] when the server is back, it is asked again by itself', async () => {
    await field().fill('배포')
    await says().waitFor()
    await server.restart()
    await says().waitFor({ state: 'detached' })
    await openRoom(gracesApp, 'Lobby')
    // Both come back in their own time: what is not posted yet cannot be found.
    await write(gracesApp, '새 배포 계획')
    await post(adasApp, '새 배포 계획').waitFor()
    await field().fill('새 배포')
    await eventually(async () => assert.match((await found().first().textContent()) ?? '', /새 배포 계획/))
  })

  test('[SEC2] no page broke its policy or threw', () => {
    const all = [...adasApp.complaints, ...gracesApp.complaints]
    assert.deepEqual(
      all.filter(text => !/ERR_CONNECTION_REFUSED/.test(text)),
      [],
    )
  })
})
