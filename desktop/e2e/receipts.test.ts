import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { App } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { ada, grace, openDirect, startPair, write } from './harness/people.ts'
import { post } from './harness/posts.ts'
import { focus } from './harness/window.ts'

describe('read receipts', () => {
  let adasApp: App
  let gracesApp: App

  before(async () => {
    ;({ adasApp, gracesApp } = await startPair())
    await openDirect(adasApp, grace)
    await write(adasApp, 'before')
    await openDirect(gracesApp, ada)
  })

  const seenAt = ({ page }: App) => page.getByRole('log').getByText('Seen', { exact: true })
  const isSeen = (app: App, words: string) =>
    eventually(async () => {
      assert.equal(await seenAt(app).count(), 1)
      assert.equal(await post(app, words).getByText('Seen', { exact: true }).count(), 1)
    })
  const isHidden = (app: App) => eventually(async () => assert.equal(await seenAt(app).count(), 0))

  test('[RCPT1] in a direct room one sees how far the other one has read', async () => {
    await focus(gracesApp)
    await isSeen(adasApp, 'before')
    await write(gracesApp, 'an answer')
    await post(adasApp, 'an answer').waitFor()
    await focus(adasApp)
    await isSeen(gracesApp, 'an answer')
  })

  test('[RCPT2] who turns receipts off hides them both ways, at once', async () => {
    await isSeen(gracesApp, 'an answer')
    await write(adasApp, 'seen until now')
    await focus(gracesApp)
    await isSeen(adasApp, 'seen until now')
    await switchReceipts(gracesApp, false)
    await isHidden(adasApp)
    await isHidden(gracesApp)
  })

  test('[RCPT2] what is read meanwhile stays hidden, both ways', async () => {
    await write(adasApp, 'are you there?')
    await reads(gracesApp, 'are you there?')
    await write(gracesApp, 'I am')
    await reads(adasApp, 'I am')
    assert.equal(await seenAt(adasApp).count(), 0)
    assert.equal(await seenAt(gracesApp).count(), 0)
  })

  test('[RCPT2] turned on again, both see where the other one is', async () => {
    await switchReceipts(gracesApp, true)
    await isSeen(gracesApp, 'I am')
    await write(adasApp, 'welcome back')
    await focus(gracesApp)
    await isSeen(adasApp, 'welcome back')
  })

  test('[SEC2] no page broke its policy or threw', () => {
    assert.deepEqual([...adasApp.complaints, ...gracesApp.complaints], [])
  })
})

/** Waits until the post is on the screen and counts as read. */
async function reads(app: App, words: string) {
  await post(app, words).waitFor()
  await focus(app)
  await eventually(async () => assert.doesNotMatch(await app.page.title(), /^\(/))
}

async function switchReceipts({ page }: App, isOn: boolean) {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('tab', { name: 'Profile' }).click()
  const receipts = page.getByRole('switch', { name: 'Read receipts' })
  await eventually(async () => assert.equal(await receipts.isChecked(), !isOn))
  await receipts.click()
  await eventually(async () => assert.equal(await receipts.isChecked(), isOn))
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}
