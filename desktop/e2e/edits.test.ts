import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { App } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { clickNotification, type NotificationWatch, watchNotifications } from './harness/notifications.ts'
import { grace, openDirect, openRoom, startPair, write } from './harness/people.ts'
import { choose, composer, post } from './harness/posts.ts'
import { inSidebar } from './harness/rooms.ts'
import { focus, hasKeyboard } from './harness/window.ts'

describe('an edit that names somebody', () => {
  let adasApp: App
  let gracesApp: App
  let daemon: NotificationWatch

  before(async () => {
    daemon = await watchNotifications()
    ;({ adasApp, gracesApp } = await startPair())
  })

  const displayed = () => daemon.displayed().map(({ summary, body }) => `${summary}: ${body}`)
  const edit = async (words: string, next: string) => {
    await choose(gracesApp, words.replace('@ada', '@Ada Lovelace'), 'Edit')
    await eventually(async () => assert.equal(await composer(gracesApp).inputValue(), words))
    await write(gracesApp, next)
    await post(gracesApp, 'edited').first().waitFor()
  }
  /** Something that is told for certain: what was to be told before it is there by then. */
  const isQuietUntil = async (words: string) => {
    await openDirect(gracesApp, { username: 'ada', displayName: 'Ada Lovelace' })
    await write(gracesApp, words)
    await eventually(() => assert.deepEqual(displayed(), [`Grace Hopper: ${words}`]))
    await focus(adasApp)
    await openDirect(adasApp, grace)
    await eventually(() => assert.deepEqual(displayed(), []))
    await openRoom(adasApp, 'Lobby')
    await openRoom(gracesApp, 'Lobby')
  }

  test('[NOTE12] who has read the post is told of it once, and a click leads there', async () => {
    await focus(adasApp)
    await write(gracesApp, 'who knows Fortran?')
    await post(adasApp, 'who knows Fortran?').waitFor()
    await openDirect(adasApp, grace)
    await focus(gracesApp)
    assert.deepEqual(displayed(), [])
    await edit('who knows Fortran?', 'who knows Fortran? @ada does')
    await eventually(() =>
      assert.deepEqual(displayed(), ['Grace Hopper · Lobby: who knows Fortran? @ada does']),
    )
    await clickNotification()
    await adasApp.page.getByRole('log', { name: 'Lobby' }).waitFor()
    await adasApp.page.locator('.post-lit', { hasText: 'who knows Fortran?' }).waitFor()
    await eventually(() => assert.deepEqual(displayed(), []))
  })

  test('[NOTE12] who was named before is not told again', async () => {
    await focus(gracesApp)
    await edit('who knows Fortran? @ada does', 'who knows Fortran 77? @ada does')
    await post(adasApp, 'Fortran 77').waitFor()
    await isQuietUntil('nothing before this')
  })

  test('[NOTE12] who has not read it yet counts it as a mention, and reading takes the alert back', async () => {
    await focus(adasApp)
    await openDirect(adasApp, grace)
    await focus(gracesApp)
    await write(gracesApp, 'the ship is late')
    await inSidebar(adasApp, 'Lobby').locator('.badge').waitFor()
    assert.deepEqual(displayed(), [])
    await edit('the ship is late', 'the ship is late, @ada, sorry')
    await eventually(() =>
      assert.deepEqual(displayed(), ['Grace Hopper · Lobby: the ship is late, @ada, sorry']),
    )
    await inSidebar(adasApp, 'Lobby').locator('.badge-mention').waitFor()
    await focus(adasApp)
    await openRoom(adasApp, 'Lobby')
    await eventually(() => assert.deepEqual(displayed(), []))
    await eventually(async () => assert.equal(await inSidebar(adasApp, 'Lobby').locator('.badge').count(), 0))
  })

  test('[NOTE12] who looks at the room is not told', async () => {
    await focus(adasApp)
    await openRoom(adasApp, 'Lobby')
    await write(gracesApp, 'plain words')
    await post(adasApp, 'plain words').waitFor()
    await eventually(async () => assert.ok(await hasKeyboard(adasApp)))
    await edit('plain words', 'plain words, @ada, for you')
    await adasApp.page.locator('article.post-mentioning', { hasText: 'plain words' }).waitFor()
    await openDirect(adasApp, grace)
    await focus(gracesApp)
    await isQuietUntil('nor before this')
  })

  test('[SEC2] no page broke its policy or threw', () => {
    assert.deepEqual([...adasApp.complaints, ...gracesApp.complaints], [])
  })
})
