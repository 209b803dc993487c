import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { App } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { grace, openDirect, openRoom, startPair, write } from './harness/people.ts'
import { choose, composer, post, use } from './harness/posts.ts'
import { createRoom } from './harness/rooms.ts'
import type { ServerProcess } from './harness/server.ts'
import { signUpCaller } from './harness/wire.ts'

const kim = { username: 'cheolsu', displayName: '김철수' }

describe('what people do with words', () => {
  let server: ServerProcess
  let adasApp: App
  let gracesApp: App

  before(async () => {
    ;({ server, adasApp, gracesApp } = await startPair())
  })

  test('Markdown is shown to both, and its code is copied', async () => {
    await write(
      adasApp,
      '**strong** and `code`\n- [x] done\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\nconst a = 1\n```',
    )
    const shown = post(gracesApp, 'strong')
    await shown.locator('strong', { hasText: 'strong' }).waitFor()
    await shown.locator('table td', { hasText: '2' }).waitFor()
    await shown.locator('.code-block .hljs-keyword', { hasText: 'const' }).waitFor()
    await shown.getByRole('button', { name: 'Copy code' }).click()
    const copied = await gracesApp.electron.evaluate(({ clipboard }) => clipboard.readText())
    assert.equal(copied, 'const a = 1')
  })

  test('a reaction is seen by both, and is taken back by a click', async () => {
    await write(adasApp, 'react to me')
    await use(gracesApp, 'react to me', 'React with 👍')
    const chip = post(adasApp, 'react to me').getByRole('button', { name: 'Grace Hopper reacted with 👍' })
    await chip.click()
    await post(gracesApp, 'react to me')
      .getByRole('button', { name: 'Ada Lovelace and you reacted with 👍' })
      .click()
    await post(adasApp, 'react to me').getByRole('button', { name: 'you reacted with 👍' }).waitFor()
  })

  test('[EMO1] any emoji is found in Korean and English, by keys alone', async () => {
    await use(gracesApp, 'react to me', 'React')
    const search = gracesApp.page.getByRole('combobox', { name: 'Search emoji' })
    await gracesApp.page.getByRole('option', { name: 'thumbs up', exact: true }).first().waitFor()
    await search.fill('생일')
    await gracesApp.page.getByRole('option', { name: 'birthday cake' }).waitFor()
    await search.fill('birthday cake')
    await search.press('Enter')
    await post(adasApp, 'react to me').getByRole('button', { name: 'Grace Hopper reacted with 🎂' }).waitFor()
  })

  test('[EMO2] [EMO3] a skin tone is chosen by keys, stays, and what was used last comes first', async () => {
    const { page } = gracesApp
    const open = async () => {
      await page.getByRole('button', { name: 'Emoji', exact: true }).click()
      await page.getByRole('option', { name: 'thumbs up', exact: true }).first().waitFor()
    }
    await open()
    await page.keyboard.press('Tab')
    const tone = page.getByRole('radio', { checked: true })
    await eventually(async () => assert.equal(await tone.getAttribute('aria-label'), 'No skin tone'))
    for (const name of ['Light', 'Medium light', 'Medium']) {
      // Held as long as a finger does: a choice is made while the key is down.
      await page.keyboard.press('ArrowRight', { delay: 80 })
      await eventually(async () => assert.equal(await tone.getAttribute('aria-label'), name))
    }
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.type('waving hand')
    const search = page.getByRole('combobox', { name: 'Search emoji' })
    const chosen = page.getByRole('option', { selected: true })
    await eventually(async () => assert.equal(await chosen.textContent(), '👋🏽'))
    assert.equal(await search.getAttribute('aria-activedescendant'), await chosen.getAttribute('id'))
    await page.keyboard.press('Enter')
    await eventually(async () => assert.equal(await composer(gracesApp).inputValue(), '👋🏽'))
    assert.ok(await composer(gracesApp).evaluate(element => element === document.activeElement))
    await open()
    const first = page.getByRole('option').first()
    await eventually(async () => assert.equal(await first.textContent(), '👋🏽'))
    await first.click()
    await eventually(async () => assert.equal(await composer(gracesApp).inputValue(), '👋🏽👋🏽'))
    await composer(gracesApp).press('Enter')
    await eventually(async () =>
      assert.equal(await adasApp.page.locator('.post-text-jumbo').last().textContent(), '👋🏽👋🏽'),
    )
  })

  test('Up edits my newest post, and everybody sees how it was before', async () => {
    await write(adasApp, 'a mistkae')
    await post(gracesApp, 'a mistkae').waitFor()
    await composer(adasApp).press('ArrowUp')
    await eventually(async () => assert.equal(await composer(adasApp).inputValue(), 'a mistkae'))
    await write(adasApp, 'no mistake')
    await post(gracesApp, 'no mistake').getByRole('button', { name: 'edited' }).click()
    const dialog = gracesApp.page.getByRole('dialog', { name: 'Wordings of this message' })
    await dialog.getByText('a mistkae').waitFor()
    await gracesApp.page.keyboard.press('Escape')
    await eventually(async () => assert.equal(await composer(adasApp).inputValue(), ''))
  })

  test('Escape gives back what was being written', async () => {
    await composer(adasApp).fill('half a')
    await choose(adasApp, 'no mistake', 'Edit')
    await eventually(async () => assert.equal(await composer(adasApp).inputValue(), 'no mistake'))
    await composer(adasApp).press('Escape')
    await eventually(async () => assert.equal(await composer(adasApp).inputValue(), 'half a'))
    await composer(adasApp).fill('')
  })

  test('a reply quotes its original, follows its edits, and leads to it', async () => {
    await use(gracesApp, 'no mistake', 'Reply')
    await write(gracesApp, 'I agree')
    const quote = post(adasApp, 'I agree').getByRole('button', { name: /that this replies to/ })
    await eventually(async () => assert.match((await quote.textContent()) ?? '', /no mistake/))
    // The reply quotes it, so that both hold its words.
    await post(adasApp, 'no mistake')
      .first()
      .click({ button: 'right', position: { x: 400, y: 12 } })
    await adasApp.page.getByRole('menuitem', { name: 'Edit', exact: true }).click()
    await eventually(async () => assert.equal(await composer(adasApp).inputValue(), 'no mistake'))
    await write(adasApp, 'no more mistakes')
    await eventually(async () => assert.match((await quote.textContent()) ?? '', /no more mistakes/))
    await quote.click()
    await adasApp.page.locator('article.post-lit', { hasText: 'no more mistakes' }).waitFor()
  })

  test('a mention is offered, is a name, and stands out for the one who is meant', async () => {
    await composer(adasApp).click()
    await adasApp.page.keyboard.type('hey @gra')
    await adasApp.page.getByRole('option', { name: /Grace Hopper/ }).waitFor()
    await adasApp.page.keyboard.press('Enter')
    await eventually(async () => assert.equal(await composer(adasApp).inputValue(), 'hey @grace '))
    await adasApp.page.keyboard.type('look')
    await adasApp.page.keyboard.press('Enter')
    await gracesApp.page.locator('article.post-mentioning', { hasText: 'hey @Grace Hopper look' }).waitFor()
    await post(adasApp, 'hey @Grace Hopper look')
      .getByRole('button', { name: 'About Grace Hopper' })
      .waitFor()
  })

  test('a post is pinned for everybody', async () => {
    await choose(gracesApp, 'react to me', 'Pin for everybody')
    await post(adasApp, 'Pinned by Grace Hopper').waitFor()
    await choose(adasApp, 'react to me', 'Unpin')
    await eventually(async () => assert.equal(await post(gracesApp, 'Pinned by').count(), 0))
  })

  test('a link to a message is copied', async () => {
    await choose(gracesApp, 'react to me', 'Copy link')
    const link = await gracesApp.electron.evaluate(({ clipboard }) => clipboard.readText())
    assert.match(link, new RegExp(`^chatter://${new URL(server.url).host}/rooms/\\d+/\\d+$`))
  })

  test('[MSG21] [FIND14] a post is forwarded into a room, or to somebody by user name', async () => {
    await signUpCaller(server.url, kim)
    await createRoom(gracesApp, { name: 'Lab' })
    await openRoom(gracesApp, 'Lobby')
    await choose(gracesApp, 'react to me', 'Forward…')
    const { page } = gracesApp
    const dialog = page.getByRole('dialog', { name: 'Forward to' })
    const search = dialog.getByRole('combobox')
    const asked = page.waitForRequest(/\/accounts\?.*query=cheol/)
    await search.fill('@cheol')
    await asked
    const option = dialog.getByRole('option', { selected: true })
    await eventually(async () => assert.match((await option.textContent()) ?? '', /^김철수@cheolsu$/))
    assert.equal(await search.getAttribute('aria-activedescendant'), await option.getAttribute('id'))
    await search.fill('lab')
    await dialog.getByRole('option', { name: 'Lab' }).waitFor()
    await search.press('Enter')
    await page.getByRole('log', { name: 'Lab' }).waitFor()
    await post(gracesApp, 'Forwarded from Ada Lovelace').waitFor()
    await openRoom(gracesApp, 'Lobby')
  })

  test('[MSG21] what is forwarded names who wrote it', async () => {
    await choose(gracesApp, 'react to me', 'Forward…')
    const dialog = gracesApp.page.getByRole('dialog', { name: 'Forward to' })
    await dialog.getByRole('combobox').fill('ada')
    await dialog.getByRole('option', { name: 'Ada Lovelace' }).waitFor()
    await dialog.getByRole('combobox').press('Enter')
    await gracesApp.page.getByRole('log', { name: 'Ada Lovelace' }).waitFor()
    await post(gracesApp, 'Forwarded from Ada Lovelace').waitFor()
    await openDirect(adasApp, grace)
    await post(adasApp, 'Forwarded from Ada Lovelace').waitFor()
  })

  test('in a direct room one sees how far the other one has read', async () => {
    await write(adasApp, 'have you seen this?')
    await post(gracesApp, 'have you seen this?').waitFor()
    await gracesApp.page.bringToFront()
    await eventually(async () =>
      assert.equal(await post(adasApp, 'have you seen this?').getByText('Seen', { exact: true }).count(), 1),
    )
    await openRoom(adasApp, 'Lobby')
    await openRoom(gracesApp, 'Lobby')
  })

  test('a deleted post leaves its place, also in what replies to it', async () => {
    await use(gracesApp, 'react to me', 'Reply')
    await write(gracesApp, 'did it')
    await post(adasApp, 'did it').waitFor()
    const original = adasApp.page.locator('article.post:has(.reactions)', { hasText: 'react to me' })
    await original.click({ button: 'right', position: { x: 400, y: 12 } })
    await adasApp.page.getByRole('menuitem', { name: 'Delete', exact: true }).click()
    await adasApp.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await post(gracesApp, 'did it').getByText('This message was deleted.').waitFor()
    await eventually(async () => assert.equal(await post(gracesApp, 'react to me').count(), 0))
  })

  test('[SEC2] no page broke its policy or threw', () => {
    assert.deepEqual([...adasApp.complaints, ...gracesApp.complaints], [])
  })
})
