import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { App } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { grace, openDirect, openRoom, shows, startPair, write } from './harness/people.ts'
import { addRoom, askForRoom, createRoom, inSidebar, memberMenu, roomMenu } from './harness/rooms.ts'
import type { ServerProcess } from './harness/server.ts'

describe('rooms and finding', () => {
  let server: ServerProcess
  let adasApp: App
  let gracesApp: App

  before(async () => {
    ;({ server, adasApp, gracesApp } = await startPair())
  })

  test('[SIDE4] a room is made, found among the public ones, joined and left', async () => {
    await createRoom(adasApp, { name: '프로젝트 알파', topic: '배포 준비' })
    await adasApp.page.getByRole('log', { name: '프로젝트 알파' }).waitFor()
    await write(adasApp, '첫 글입니다 PLT-3699')
    await addRoom(gracesApp, 'Browse rooms')
    const { page } = gracesApp
    await page.getByRole('searchbox', { name: 'Search rooms' }).fill('알파')
    await page.getByText('1 of 1 connected').waitFor()
    await page.getByRole('button', { name: 'Join: 프로젝트 알파' }).click()
    await shows(gracesApp, ['첫 글입니다 PLT-3699'])
    await roomMenu(gracesApp, '프로젝트 알파', 'Leave room')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Leave room' }).click()
    await page.getByRole('log', { name: 'Lobby' }).waitFor()
    await eventually(async () => assert.equal(await inSidebar(gracesApp, '프로젝트 알파').count(), 0))
  })

  test('[SIDE4] a name that is taken is said at its field', async () => {
    const { page } = gracesApp
    await askForRoom(gracesApp, { name: '프로젝트 알파'.normalize('NFD') })
    await page.getByText('A public room is called so already.').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  })

  test('[SIDE5] people are brought into a private room, made moderators, removed and banned', async () => {
    await createRoom(adasApp, { name: 'secret', kind: 'Private' })
    await roomMenu(adasApp, 'secret', 'Invite people')
    const dialog = adasApp.page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Invite: Grace Hopper' }).click()
    await dialog.getByText('Invited').waitFor()
    await dialog.getByRole('button', { name: 'Close' }).click()
    await inSidebar(gracesApp, 'secret').click()
    await memberMenu(adasApp, grace.displayName, 'Make moderator')
    await gracesApp.page.getByRole('button', { name: 'Show details' }).click()
    await gracesApp.page.getByRole('button', { name: 'Edit room' }).waitFor()
    await gracesApp.page.getByRole('textbox', { name: 'Message' }).fill('half a thought')
    await memberMenu(adasApp, grace.displayName, 'Ban from room')
    await adasApp.page.getByRole('alertdialog').getByRole('button', { name: 'Ban' }).click()
  })

  test('[SIDE6] who is put out learns by whom, and gets back what was being written', async () => {
    const { page } = gracesApp
    await page.getByRole('heading', { name: 'You were banned from secret' }).waitFor()
    await page.getByText('By Ada Lovelace.').waitFor()
    await page.getByText('half a thought').waitFor()
    await page.getByRole('button', { name: 'Go to the lobby' }).click()
    // It is not mixed into an edit.
    await write(gracesApp, 'in the lobby')
    await shows(gracesApp, ['in the lobby'])
    await page.getByRole('textbox', { name: 'Message' }).press('ArrowUp')
    await page.getByRole('button', { name: 'Use here' }).waitFor({ state: 'hidden' })
    await page.getByRole('textbox', { name: 'Message' }).press('Escape')
    await page.getByRole('button', { name: 'Use here' }).click()
    await eventually(async () =>
      assert.equal(await page.getByRole('textbox', { name: 'Message' }).inputValue(), 'half a thought'),
    )
    await adasApp.page.getByRole('button', { name: 'Lift the ban of Grace Hopper' }).click()
    await eventually(async () =>
      assert.equal(await adasApp.page.getByRole('list', { name: 'Banned' }).count(), 0),
    )
  })

  test('[SIDE4] a room is deleted by its owner, who types its name, and everybody is moved out', async () => {
    await createRoom(adasApp, { name: 'short lived' })
    await addRoom(gracesApp, 'Browse rooms')
    await gracesApp.page.getByRole('button', { name: 'Join: short lived' }).click()
    await gracesApp.page.getByRole('log', { name: 'short lived' }).waitFor()
    await roomMenu(adasApp, 'short lived', 'Delete room')
    const question = adasApp.page.getByRole('alertdialog')
    await question.getByText('Nobody can undo this').waitFor()
    const act = question.getByRole('button', { name: 'Delete room' })
    assert.equal(await act.getAttribute('aria-disabled'), 'true', 'not before the name is typed')
    await question.getByRole('textbox').fill('Short lived')
    await act.click()
    await adasApp.page.getByRole('heading', { name: 'short lived was deleted' }).waitFor()
    await gracesApp.page.getByRole('heading', { name: 'short lived was deleted' }).waitFor()
    await gracesApp.page.getByText('By Ada Lovelace.').waitFor()
    await gracesApp.page.getByRole('button', { name: 'Go to the lobby' }).click()
    await gracesApp.page.getByRole('log', { name: 'Lobby' }).waitFor()
  })

  test('[SIDE3] a favourite stands on top, is moved by key, and a muted room does not count', async () => {
    await roomMenu(adasApp, 'secret', 'Add to favourites')
    await roomMenu(adasApp, '프로젝트 알파', 'Add to favourites')
    const favourites = adasApp.page.getByRole('navigation', { name: 'Favourites' })
    const names = () => favourites.locator('.person-item-name').allTextContents()
    await eventually(async () => assert.deepEqual(await names(), ['secret', '프로젝트 알파']))
    await favourites.getByRole('button', { name: '프로젝트 알파' }).press('Alt+ArrowUp')
    await eventually(async () => assert.deepEqual(await names(), ['프로젝트 알파', 'secret']))
    const [first, second] = ['프로젝트 알파', 'secret'].map(name => favourites.getByRole('button', { name }))
    await second!.dragTo(first!, { targetPosition: { x: 40, y: 4 } })
    await eventually(async () => assert.deepEqual(await names(), ['secret', '프로젝트 알파']))
    await roomMenu(adasApp, 'Lobby', 'Nothing (muted)')
    await openRoom(gracesApp, 'Lobby')
    await write(gracesApp, 'anybody there?')
    const lobby = inSidebar(adasApp, 'Lobby')
    await eventually(async () => assert.match((await lobby.getAttribute('class'))!, /muted/))
    assert.equal(await lobby.locator('.badge').count(), 0)
    await roomMenu(adasApp, 'Lobby', 'All messages')
    await lobby.locator('.badge').waitFor()
    await adasApp.page.keyboard.press('Shift+Escape')
    await eventually(async () => assert.equal(await lobby.locator('.badge').count(), 0))
  })

  test('[SWI2] the switcher goes to rooms by initial consonants, and to people, by keyboard alone', async () => {
    const { page } = adasApp
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Go to' }).fill('ㅍㄹㅈㅌ')
    await page.getByRole('option', { selected: true }).getByText('프로젝트 알파').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('log', { name: '프로젝트 알파' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Go to' }).fill('ghop')
    await page.getByRole('option', { selected: true }).getByText('Grace Hopper').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('log', { name: 'Grace Hopper' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Go to' }).waitFor()
    await page.keyboard.press('Escape')
    await page.locator('[data-focus-home]:focus').waitFor()
  })

  test('[NAV1] a pasted link leads to its message', async () => {
    const { page } = adasApp
    await inSidebar(adasApp, '프로젝트 알파').click()
    const seq = await page.locator('article', { hasText: '첫 글입니다' }).getAttribute('data-seq')
    await openDirect(adasApp, grace)
    await page.keyboard.press('Control+k')
    // The lobby was the server's first room.
    const link = `chatter://${new URL(server.url).host}/rooms/2/${seq}`
    await page.getByRole('combobox', { name: 'Go to' }).fill(link)
    await page.getByRole('option', { name: 'Go to this message' }).waitFor()
    await page.keyboard.press('Enter')
    await page.locator('.post-lit').getByText('첫 글입니다').waitFor()
    await openDirect(adasApp, grace)
    await write(adasApp, `see ${link}`)
    await page.getByRole('button', { name: `프로젝트 알파 › ${seq}` }).click()
    await page.getByRole('log', { name: '프로젝트 알파' }).waitFor()
  })

  test('[SEC2] no page broke its policy or threw', () => {
    // The name that was taken.
    const unexpected = [...adasApp.complaints, ...gracesApp.complaints].filter(each => !each.includes('409'))
    assert.deepEqual(unexpected, [])
  })
})
