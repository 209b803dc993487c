/** Who looks after a room, who is put out of it, and what everybody else sees of that. Two have windows, the others come by the wire. */
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { NewSession } from '@chatter/shared/sessions.ts'
import { createPerson, type Person, request } from '../../server/test/person.ts'
import { post as say } from '../../server/test/talk.ts'
import type { App } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { keptRows } from './harness/kept.ts'
import { ada, grace, openRoom, password, shows, startPair, write } from './harness/people.ts'
import { choose, composer, post, use } from './harness/posts.ts'
import { addRoom, inSidebar, joinRoom, memberMenu, membersIn, roomMenu } from './harness/rooms.ts'
import type { ServerProcess } from './harness/server.ts'

const crowd = ['linus', 'alan', 'barbara', 'edsger', 'hedy']

describe('looking after rooms', () => {
  let server: ServerProcess
  let adasApp: App
  let gracesApp: App
  /** What Ada and Grace do on another device. */
  let atAda: Person
  let atGrace: Person
  let others: Person[]
  let linus: Person

  before(async () => {
    ;({ server, adasApp, gracesApp } = await startPair())
    ;[atAda, atGrace] = [await logIn(ada.username), await logIn(grace.username)]
    others = await Promise.all(crowd.map(signUp))
    linus = others[0]!
  })

  const made = async (path: string, form: object) => {
    const { status, body } = await request(server.url, 'POST', path, form)
    assert.equal(status, 201)
    return createPerson(server.url, body as unknown as NewSession)
  }
  const logIn = (username: string) => made('/api/v1/sessions', { username, password })
  const signUp = (name: string) => made('/api/v1/accounts', { username: name, displayName: name, password })
  const found = async (name: string, kind: 'public' | 'private', members: Person[] = []) => {
    const { body } = await atAda.api('POST', '/api/v1/rooms', { name, kind })
    for (const { account } of members)
      await atAda.api('PUT', `/api/v1/rooms/${body.room.id}/members/${account.id}`)
    return body.room.id
  }
  const change = (roomId: number, form: object) => atAda.api('PATCH', `/api/v1/rooms/${roomId}`, form)
  const posts = async (person: Person, roomId: number, ...bodies: string[]) => {
    const connection = await person.connect()
    for (const body of bodies) await say(connection, roomId, body)
    connection.close()
  }
  const confirm = ({ page }: App, name: string) =>
    page.getByRole('alertdialog').getByRole('button', { name, exact: true }).click()
  const notice = ({ page }: App, words: string) =>
    page.getByRole('log').locator('.notice-words').getByText(words, { exact: true })
  const told = ({ page }: App, words: string) => page.getByRole('status').getByText(words, { exact: true })
  const isGone = (app: App, name: string) =>
    eventually(async () => assert.equal(await inSidebar(app, name).count(), 0))

  test('[SIDE7] [SYNC17] who looks elsewhere when they are removed is told there, and keeps nothing', async () => {
    const roomId = await found('vault', 'private', [atGrace])
    await posts(atAda, roomId, 'the word is xyzzy')
    await openRoom(gracesApp, 'vault')
    await shows(gracesApp, ['the word is xyzzy'])
    await eventually(async () => assert.ok((await keptOf(gracesApp, 'xyzzy')) > 0))
    await openRoom(gracesApp, 'Lobby')
    await openRoom(adasApp, 'vault')
    await memberMenu(adasApp, grace.displayName, 'Remove from room')
    await confirm(adasApp, 'Remove')
    await told(gracesApp, 'You were removed from vault by Ada Lovelace').waitFor()
    await isGone(gracesApp, 'vault')
    await gracesApp.page.getByRole('log', { name: 'Lobby' }).waitFor()
    await eventually(async () => assert.equal(await keptOf(gracesApp, 'xyzzy'), 0))
    await gracesApp.page.getByRole('button', { name: 'Dismiss' }).click()
    assert.equal(await gracesApp.page.locator('.departure').count(), 0)
  })

  test('[SIDE5] who is made moderator acts as one, until the role is taken away', async () => {
    await found('crew', 'private', [atGrace, linus])
    await openRoom(adasApp, 'crew')
    await openRoom(gracesApp, 'crew')
    await memberMenu(adasApp, grace.displayName, 'Make moderator')
    await membersIn(gracesApp)
    const edit = gracesApp.page.getByRole('button', { name: 'Edit room' })
    await edit.waitFor()
    await memberMenu(gracesApp, 'linus', 'Remove from room')
    await confirm(gracesApp, 'Remove')
    await notice(adasApp, 'linus was removed').waitFor()
    await memberMenu(adasApp, grace.displayName, 'Take moderator role away')
    await edit.waitFor({ state: 'detached' })
    await (await membersIn(gracesApp)).getByRole('button', { name: 'Actions for Ada Lovelace' }).click()
    await gracesApp.page.getByRole('menuitem', { name: 'Message' }).waitFor()
    assert.equal(await gracesApp.page.getByRole('menuitem', { name: 'Remove from room' }).count(), 0)
    await gracesApp.page.keyboard.press('Escape')
  })

  test('[PANEL1] the panel tells who is here, who made the room, what it is about, and what is pinned', async () => {
    const roomId = await found('board', 'private', [atGrace, linus])
    await change(roomId, { topic: 'Plans for spring' })
    await posts(atAda, roomId, 'Read me first', ...Array.from({ length: 70 }, (_, n) => `more ${n}`))
    await openRoom(adasApp, 'board')
    const panel = adasApp.page.getByRole('complementary', { name: 'Details' })
    const members = await membersIn(adasApp)
    const how = (name: string) =>
      members.getByRole('button', { name, exact: true }).getAttribute('data-presence')
    await eventually(async () =>
      assert.deepEqual([await how(grace.displayName), await how('linus')], ['online', 'offline']),
    )
    const atLinus = await linus.connect()
    await eventually(async () => assert.equal(await how('linus'), 'online'))
    atLinus.close()
    await panel.getByText('Plans for spring').waitFor()
    await panel.getByText(/^Created by Ada Lovelace on /).waitFor()
    await panel.getByText('Nothing is pinned.').waitFor()
    // By somebody else, and far above what is loaded here.
    const { status } = await atGrace.api('PUT', `/api/v1/rooms/${roomId}/pins/${await seqOf('Read me')}`)
    assert.equal(status, 200)
    await panel.getByRole('list', { name: 'Pinned messages' }).getByRole('button').click()
    await adasApp.page.locator('.post-lit').getByText('Read me first').waitFor()

    async function seqOf(words: string) {
      const { body } = await atAda.api('GET', `/api/v1/rooms/${roomId}/messages?limit=200`)
      return body.messages.find(message => message.body.startsWith(words))!.seq
    }
  })

  test('[PREF2] a room that is muted on one device is muted on the other', async () => {
    const { body } = await atAda.api('GET', '/api/v1/rooms')
    const { id } = body.rooms.find(({ name }) => name === 'board')!
    const isOn = (name: string) => adasApp.page.getByRole('radio', { name }).getAttribute('aria-checked')
    assert.equal(await isOn('Mentions only'), 'true')
    await atAda.api('PATCH', `/api/v1/rooms/${id}/preferences`, { level: 'muted' })
    await eventually(async () => assert.equal(await isOn('Nothing (muted)'), 'true'))
    await inSidebar(adasApp, 'board').getByLabel('Muted').waitFor()
    await adasApp.page.getByRole('radio', { name: 'All messages' }).click()
    await inSidebar(adasApp, 'board').getByLabel('Muted').waitFor({ state: 'detached' })
  })

  test('[BAN3] who is banned finds the room no more, and comes in again once the ban is lifted', async () => {
    await found('square', 'public')
    await joinRoom(gracesApp, 'square')
    await openRoom(gracesApp, 'Lobby')
    await openRoom(adasApp, 'square')
    await memberMenu(adasApp, grace.displayName, 'Ban from room')
    await confirm(adasApp, 'Ban')
    await told(gracesApp, 'You were banned from square by Ada Lovelace').waitFor()
    await gracesApp.page.getByRole('button', { name: 'Dismiss' }).click()
    const { page } = gracesApp
    await addRoom(gracesApp, 'Browse rooms')
    await page.getByRole('searchbox', { name: 'Search rooms' }).fill('square')
    await page.getByText('No public room matches “square”.').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await adasApp.page.getByRole('button', { name: 'Lift the ban of Grace Hopper' }).click()
    await adasApp.page.getByRole('list', { name: 'Banned' }).waitFor({ state: 'detached' })
    await joinRoom(gracesApp, 'square')
  })

  test('[SIDE7] [OUT10] whoever is elsewhere is told that a room was deleted, and given back what was written', async () => {
    await composer(gracesApp).fill('half a thought')
    await openRoom(gracesApp, 'Lobby')
    await roomMenu(adasApp, 'square', 'Delete room')
    const question = adasApp.page.getByRole('alertdialog')
    await question.getByRole('textbox').fill('square')
    await confirm(adasApp, 'Delete room')
    await told(gracesApp, 'square was deleted by Ada Lovelace').waitFor()
    await gracesApp.page.locator('.lost-draft').getByText('half a thought').waitFor()
    await gracesApp.page.getByText('Not sent in square:').waitFor()
    await gracesApp.page.getByRole('button', { name: 'Discard' }).click()
    await isGone(gracesApp, 'square')
    assert.equal(await adasApp.page.locator('.departure').count(), 0, 'what one did oneself is known')
    await adasApp.page.getByRole('button', { name: 'Go to the lobby' }).click()
  })

  test('[MSG22] where only moderators write, a member neither writes nor edits, and a moderator does', async () => {
    const roomId = await found('news', 'private', [atGrace])
    await posts(atGrace, roomId, 'from before')
    await openRoom(gracesApp, 'news')
    await post(gracesApp, 'from before').click({ button: 'right', position: { x: 400, y: 12 } })
    const entry = (name: RegExp) => gracesApp.page.getByRole('menuitem', { name })
    await entry(/^Edit/).waitFor()
    await gracesApp.page.keyboard.press('Escape')
    await change(roomId, { announcement: true })
    await gracesApp.page.getByText('Only moderators write here.').waitFor()
    assert.equal(await composer(gracesApp).count(), 0)
    await post(gracesApp, 'from before').click({ button: 'right', position: { x: 400, y: 12 } })
    await entry(/^Delete/).waitFor()
    assert.deepEqual([await entry(/^Edit/).count(), await entry(/^Reply/).count()], [0, 0])
    await gracesApp.page.keyboard.press('Escape')
    await openRoom(adasApp, 'news')
    await memberMenu(adasApp, grace.displayName, 'Make moderator')
    await write(gracesApp, 'to everybody')
    await shows(adasApp, ['from before', 'to everybody'])
    await choose(gracesApp, 'from before', 'Edit')
    await composer(gracesApp).fill('from before, corrected')
    await composer(gracesApp).press('Enter')
    await post(adasApp, 'from before, corrected').waitFor()
    await use(gracesApp, 'to everybody', 'Reply')
    await gracesApp.page.keyboard.press('Escape')
  })

  test('[NTC1] [MARK4] five who come are one line, and count as nothing unread', async () => {
    const roomId = await found('plaza', 'public')
    await openRoom(adasApp, 'Lobby')
    await inSidebar(adasApp, 'plaza').waitFor()
    for (const person of others)
      await person.api('PUT', `/api/v1/rooms/${roomId}/members/${person.account.id}`)
    await posts(linus, roomId, 'hello there')
    // The post, and none of the notices.
    await eventually(async () =>
      assert.equal(await inSidebar(adasApp, 'plaza').getAttribute('aria-description'), '1 unread message'),
    )
    await openRoom(adasApp, 'plaza')
    await notice(adasApp, '5 people joined').waitFor()
    assert.equal(await adasApp.page.getByRole('log').locator('.notice').count(), 1)
    await shows(adasApp, ['hello there'])
  })

  test('[ROOM7] all public rooms are listed, more of them as one scrolls', async () => {
    const many = Array.from({ length: 105 }, (_, n) => `island ${String(n).padStart(3, '0')}`)
    for (const name of many) await linus.api('POST', '/api/v1/rooms', { name, kind: 'public' })
    const { page } = gracesApp
    await addRoom(gracesApp, 'Browse rooms')
    await page.getByRole('searchbox', { name: 'Search rooms' }).fill('island')
    const listed = page.getByRole('dialog').locator('.list-item')
    const names = () => listed.locator('.list-item-name').allTextContents()
    await eventually(async () => assert.deepEqual(await names(), many.slice(0, 100)))
    await listed.last().scrollIntoViewIfNeeded()
    await eventually(async () => assert.deepEqual(await names(), many))
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  })

  test('[SIDE1] rooms stand by name, or those with something unread first', async () => {
    const { page } = adasApp
    const rooms = page.getByRole('navigation', { name: 'Rooms' })
    const names = () => rooms.locator('.person-item-name').allTextContents()
    const order = async (name: string) => {
      await page.getByRole('button', { name: 'Options for Rooms' }).click()
      await page.getByRole('menuitemradio', { name }).click()
    }
    const byName = ['Lobby', 'board', 'crew', 'news', 'plaza', 'vault']
    await eventually(async () => assert.deepEqual(await names(), byName))
    await page.keyboard.press('Shift+Escape')
    await openRoom(adasApp, 'Lobby')
    await order('Unread first')
    const { body } = await atAda.api('GET', '/api/v1/rooms')
    const { id } = body.rooms.find(({ name }) => name === 'plaza')!
    await posts(linus, id, 'one more')
    const unreadFirst = ['plaza', 'Lobby', 'board', 'crew', 'news', 'vault']
    await eventually(async () => assert.deepEqual(await names(), unreadFirst))
    await order('By name')
    await eventually(async () => assert.deepEqual(await names(), byName))
  })

  test('[ROOM9] the lobby offers neither to leave nor to delete it', async () => {
    const entries = async (room: string) => {
      await inSidebar(adasApp, room).click({ button: 'right' })
      const all = adasApp.page.getByRole('menuitem')
      await all.first().waitFor()
      const names = await all.allTextContents()
      await adasApp.page.keyboard.press('Escape')
      await all.first().waitFor({ state: 'detached' })
      return names.filter(name => /^(Leave|Delete) room$/.test(name))
    }
    assert.deepEqual(await entries('crew'), ['Leave room', 'Delete room'])
    assert.deepEqual(await entries('Lobby'), [])
    await membersIn(adasApp)
    const button = (name: string) => adasApp.page.getByRole('button', { name, exact: true })
    await button('Hide details').first().waitFor()
    assert.deepEqual([await button('Leave room').count(), await button('Delete room').count()], [0, 0])
  })

  test('[ROOM18] who leaves a private room last is told that it ends', async () => {
    await roomMenu(adasApp, 'vault', 'Leave room')
    const question = adasApp.page.getByRole('alertdialog')
    await question.getByText('everything that was said in it is deleted').waitFor()
    await confirm(adasApp, 'Leave room')
    await isGone(adasApp, 'vault')
  })

  test('[NTC2] a new name, a new topic and one that was removed read in the language of each window', async () => {
    const { page } = gracesApp
    await openRoom(gracesApp, 'crew')
    await openRoom(adasApp, 'crew')
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('tab', { name: 'Appearance' }).click()
    await page.getByRole('radio', { name: '한국어' }).click()
    await page.getByRole('tab', { name: '화면' }).waitFor()
    await page.keyboard.press('Escape')
    const { body } = await atAda.api('GET', '/api/v1/rooms')
    const { id } = body.rooms.find(({ name }) => name === 'crew')!
    for (const form of [{ name: 'deck' }, { topic: 'Sails' }, { topic: '' }]) await change(id, form)
    const english = ['renamed the room to “deck”', 'changed the topic: Sails', 'removed the topic']
    for (const words of english) await notice(adasApp, `Ada Lovelace ${words}`).waitFor()
    const korean = ['대화방 이름을 ‘deck’(으)로 바꿨어요', '주제를 바꿨어요: Sails', '주제를 지웠어요']
    for (const words of korean) await notice(gracesApp, `Ada Lovelace님이 ${words}`).waitFor()
    await inSidebar(adasApp, 'deck').waitFor()
  })

  test('[SEC2] no page broke its policy or threw', () => {
    assert.deepEqual([...adasApp.complaints, ...gracesApp.complaints], [])
  })
})

/** How many messages with these words the app has on its disk. */
async function keptOf(app: App, words: string): Promise<number> {
  const rows = await keptRows(app, 'cache', 'messages')
  return rows.filter(row => JSON.stringify(row).includes(words)).length
}
