/** Every surface of the app, in light and in dark, one after the other: a list that takes its pictures to `out/screens`. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, before, describe, test } from 'node:test'
import type { Locator } from 'playwright-core'
import type { Person } from '../../server/test/person.ts'
import { post as say } from '../../server/test/talk.ts'
import { type App, launchApp } from './harness/app.ts'
import { waitLongForWays } from './harness/direct.ts'
import { noisePngOf } from './harness/dropper.ts'
import { eventually } from './harness/eventually.ts'
import { makeFile, pick, tray } from './harness/files.ts'
import { newFolder } from './harness/leftovers.ts'
import { findFaults, findNameless, isOnScreen, type Theme, takePicture, turn } from './harness/looks.ts'
import { ada, grace, isIn, openDirect, openRoom, password, signUp, write } from './harness/people.ts'
import { choose, composer, post, toLatest, use } from './harness/posts.ts'
import { addRoom, createRoom, inSidebar, joinRoom, membersIn, roomMenu } from './harness/rooms.ts'
import { place } from './harness/window.ts'
import { signUpCaller } from './harness/wire.ts'
import { dropFiles, logInCaller, startWorkshop, type Workshop } from './harness/workshop.ts'

const hedy = { username: 'hedy', displayName: 'Hedy Lamarr' }

/** Without a locale that is there, files are not found by names in Hangul. */
const writesHangul = { LC_ALL: 'C.UTF-8', LANGUAGE: 'en_US' }

/** Brings a surface onto the screen, and says what has to be seen of it. */
type Reach = () => Promise<Locator>

/** How bright a window is all in all, also where a dialog's veil lies over it. */
const fits = {
  light: (brightness: number) => brightness > 0.4,
  dark: (brightness: number) => brightness < 0.2,
}

// Many pictures take their time on a busy machine.
describe('surfaces', { timeout: 600_000 }, () => {
  let workshop: Workshop
  let app: App
  let gracesApp: App
  let taken = 0
  /** The one that is on; looks begin in it. */
  let theme: Theme = 'light'
  const bothThemes = (): Theme[] => (theme === 'light' ? ['light', 'dark'] : ['dark', 'light'])
  let typists: NodeJS.Timeout | undefined

  before(async () => {
    workshop = await startWorkshop()
    const { url: serverUrl } = workshop.server
    ;[app, gracesApp] = await Promise.all([
      launchApp({ serverUrl, env: writesHangul }),
      signUp(grace, { serverUrl }),
    ])
  })

  afterEach(async () => {
    clearInterval(typists)
    const above = app.page.locator(
      '[role=dialog], [role=alertdialog], [role=menu], .account-menu:popover-open',
    )
    for (let layers = await above.count(); layers > 0; layers--) await app.page.keyboard.press('Escape')
  })

  const page = () => app.page
  const button = (name: string | RegExp) => page().getByRole('button', { name, exact: true })
  const dialog = (name?: string | RegExp) => page().getByRole('dialog', name ? { name } : {})
  const panel = () => page().getByRole('complementary', { name: 'Details' })
  /** In the side bar, in whatever language. */
  const line = (name: string) => page().locator('.sidebar').getByRole('button', { name, exact: true })
  const showPanel = async () => {
    if (await button('Show details').isVisible()) await button('Show details').click()
    return panel()
  }
  const hidePanel = async () => {
    if (await panel().isVisible()) await page().keyboard.press('Control+Shift+f')
    const search = button('Close search')
    if (await search.isVisible()) await search.click()
  }

  /** Takes its pictures, and fails for what is wrong with them. */
  async function looksWell(name: string, surface: Locator) {
    await isOnScreen(surface)
    const number = String(++taken).padStart(2, '0')
    for (theme of bothThemes()) {
      await turn(app, theme)
      assert.deepEqual(await findFaults(app), { outside: [], cut: [], faint: [] }, `${name}, ${theme}`)
      const brightness = await takePicture(app, `${number} ${name}, ${theme}`)
      assert.ok(fits[theme](brightness), `${name} is not ${theme}: ${brightness.toFixed(2)}`)
    }
    assert.deepEqual(await findNameless(app), [], `${name}: without a name`)
    await isOnScreen(surface)
  }

  function look(name: string, reach: Reach) {
    test(`[LOOKS1] [LOOKS2] [LOOKS3] [LOOKS4] ${name}`, async () =>
      looksWell(name.replace(/\[.*\] /, ''), await reach()))
  }

  look('log-in', async () => {
    await page().getByRole('tab', { name: 'Log in' }).click()
    return page().getByLabel('User name')
  })

  look('log-in that was refused', async () => {
    await page().getByLabel('User name').fill('nobody')
    await page().getByRole('textbox', { name: 'Password' }).fill('not the password')
    await button('Log in').click()
    return page().getByRole('alert')
  })

  look('sign-up', async () => {
    await page().getByRole('tab', { name: 'Sign up' }).click()
    await page().getByLabel('User name').fill(ada.username)
    await page().getByLabel('Display name').fill(ada.displayName)
    await page().getByRole('textbox', { name: 'Password' }).fill('short')
    await button('Sign up').click()
    return page().locator('[aria-invalid=true]')
  })

  look('lobby of a newcomer', async () => {
    await page().getByRole('textbox', { name: 'Password' }).fill(password)
    await button('Sign up').click()
    await isIn(app)
    return page().getByRole('log', { name: 'Lobby' })
  })

  look('room that is busy', async () => {
    await joinRoom(app, 'Workshop')
    await joinRoom(gracesApp, 'Workshop')
    await write(app, '@linus that is a fine table')
    await write(gracesApp, '@ada good to see all of you here')
    await post(app, 'good to see all of you').waitFor()
    return post(app, 'Merged, and measured')
  })

  test('[LOOKS2] [LOOKS3] [LOOKS4] what is wrong with a surface is seen', async () => {
    await page().evaluate(spoil)
    const { outside, cut, faint } = await findFaults(app)
    const nameless = await findNameless(app)
    await page()
      .locator('#spoilt')
      .evaluate(element => element.remove())
    assert.match(outside.join(), /^div\.too-far at \d+–\d+$/)
    assert.match(cut.join(), /^“much too long for its place” in p\.cut$/)
    assert.match(faint.join(), /^“hardly to be read” in p\.faint: 1\.\d+$/)
    assert.match(nameless.join(), /^<button class="nameless"/)
  })

  look('post with its bar', async () => {
    await post(app, 'Merged, and measured').hover()
    return post(app, 'Merged, and measured').getByRole('toolbar')
  })

  look('menu of a post', async () => {
    await post(app, 'that is a fine table').click({ button: 'right', position: { x: 400, y: 12 } })
    const pin = page().getByRole('menuitem', { name: 'Pin for everybody' })
    await pin.waitFor()
    assert.equal(await page().locator('[role=menuitem]:focus').count(), 0)
    return pin
  })

  look('menu of a post, by keys', async () => {
    await post(app, 'that is a fine table').press('Enter')
    return page().locator('[role=menuitem]:focus', { hasText: 'React' })
  })

  look('wordings of a post', async () => {
    await post(app, 'Merged, and measured').getByRole('button', { name: 'edited' }).click()
    return dialog('Wordings of this message').getByText('Merged. The')
  })

  look('question before a post is deleted', async () => {
    await choose(app, 'that is a fine table', 'Delete')
    return page().getByRole('alertdialog')
  })

  look('forwarding', async () => {
    await choose(app, 'that is a fine table', 'Forward…')
    return dialog('Forward to').getByRole('option', { name: 'Lobby' })
  })

  look('reply that is being written', async () => {
    await use(app, 'good to see all of you', 'Reply')
    await composer(app).fill('Likewise! Where do we start?')
    return page().locator('.composer-above')
  })

  look('emoji', async () => {
    await page().keyboard.press('Escape')
    await composer(app).fill('')
    await button('Emoji').click()
    return page().getByRole('option', { name: 'thumbs up', exact: true }).first()
  })

  look('people to mention', async () => {
    await composer(app).focus()
    await page().keyboard.type('@')
    return page().getByRole('listbox', { name: 'People to mention' })
  })

  look('people who type', async () => {
    await composer(app).fill('')
    const { connections, room } = workshop
    const typing = page().locator('.typing-line').getByText('are typing…')
    typists = setInterval(() => {
      for (const each of [connections.cheolsu, connections.hubert])
        void each.call('typing:start', { roomId: room })
    }, 2_000)
    await composer(gracesApp).pressSequentially('Well')
    await typing.waitFor()
    return typing
  })

  look('files to send', async () => {
    await pick(
      app,
      await makeFile('notes.txt', 'a few words'),
      await makeFile('아주 긴 이름을 가진 회의록과 첨부 자료 모음집 2026년 1분기.pdf', 300_000),
    )
    return tray(app)
  })

  look('files in a room', async () => {
    for (const name of ['notes.txt', '아주 긴 이름을 가진 회의록과 첨부 자료 모음집 2026년 1분기.pdf'])
      await tray(app)
        .getByRole('button', { name: `Remove ${name}` })
        .click()
    await dropFiles(workshop)
    await toLatest(app)
    await page().getByRole('region', { name: 'measurements.csv', exact: true }).waitFor()
    return button('Show night.png')
  })

  test('[LOOKS2] [LOOKS4] a picture alone in the window', async () => {
    // What is above may still be growing, and take the picture away from under the pointer.
    await eventually(async () => {
      await button('Show dawn.png').click({ timeout: 3_000 })
      await dialog().waitFor({ timeout: 3_000 })
    })
    for (theme of bothThemes()) {
      await turn(app, theme)
      assert.deepEqual(await findFaults(app), { outside: [], cut: [], faint: [] })
      await takePicture(app, `picture alone, ${theme}`)
    }
    assert.deepEqual(await findNameless(app), [])
  })

  look('panel of a room', async () => {
    const { people, room } = workshop
    await people.linus.api('PUT', `/api/v1/rooms/${room}/pins/${await seqOf('Plan for today')}`)
    await people.linus.api('PATCH', `/api/v1/rooms/${room}/members/${people.barbara.account.id}`, {
      role: 'moderator',
    })
    return (await showPanel()).getByRole('radio', { name: 'All messages' })
  })

  look('pins of a room', async () => {
    const pins = panel().getByRole('list', { name: 'Pinned messages' })
    await pins.scrollIntoViewIfNeeded()
    return pins
  })

  look('files of a room', async () => {
    const files = panel().getByRole('list', { name: 'Files' })
    await files.scrollIntoViewIfNeeded()
    return files
  })

  look('members of a room', async () => {
    const members = await membersIn(app)
    await members.getByText('Grace Hopper').scrollIntoViewIfNeeded()
    return members.getByText('Moderator')
  })

  look('person beside a room', async () => {
    await post(app, 'good to see all of you')
      .getByRole('button', { name: grace.displayName, exact: true })
      .press('Enter')
    return panel().getByText('@grace')
  })

  look('direct room with its panel', async () => {
    await openDirect(gracesApp, ada)
    await write(gracesApp, 'Lunch at twelve?')
    await openDirect(app, grace)
    await write(app, 'Yes, gladly. The usual place?')
    await post(gracesApp, 'The usual place?').waitFor()
    await showPanel()
    return post(app, 'The usual place?')
  })

  look('[FILE93] files that went directly', async () => {
    const folder = await newFolder('downloads')
    await gracesApp.electron.evaluate(({ app }, folder) => app.setPath('downloads', folder), folder)
    await Promise.all([app, gracesApp].map(waitLongForWays))
    await hidePanel()
    await pick(
      app,
      await makeFile('sea.png', noisePngOf(900, 600)),
      await makeFile('회의록.txt', '다음 주 월요일까지 끝낸다.\n'.repeat(50_000)),
      await makeFile('tape.bin', 3 * 1024 * 1024),
    )
    await button('Send').click()
    const notes = page().getByRole('log').getByText('It went directly from person to person')
    await notes.nth(1).waitFor()
    return notes.last()
  })

  look('room without a word', async () => {
    await createRoom(app, { name: '기획 회의', topic: '다음 분기에 할 일' })
    return page().getByRole('log', { name: '기획 회의' })
  })

  look('settings of a room', async () => {
    await roomMenu(app, '기획 회의', 'Edit room')
    return dialog('Edit room').getByLabel('Name', { exact: true })
  })

  look('invitation', async () => {
    await roomMenu(app, '기획 회의', 'Invite people')
    return dialog(/^Invite people/).getByText('Grace Hopper')
  })

  look('roles and bans of a room', async () => {
    const { id } = await ownRoom()
    await adaAsks('PUT', `/rooms/${id}/members/${workshop.people.hubert.account.id}`)
    await adaAsks('PUT', `/rooms/${id}/members/${workshop.people.cheolsu.account.id}`)
    await adaAsks('PATCH', `/rooms/${id}/members/${workshop.people.hubert.account.id}`, { role: 'moderator' })
    await adaAsks('PUT', `/rooms/${id}/bans/${workshop.people.suhyeon.account.id}`)
    await showPanel()
    const bans = panel().getByRole('list', { name: 'Banned' })
    await bans.scrollIntoViewIfNeeded()
    return bans
  })

  look('menu of a member', async () => {
    await panel().getByRole('button', { name: 'Actions for 김철수' }).click()
    return page().getByRole('menuitem', { name: 'Make moderator' })
  })

  look('administration, beside somebody', async () => {
    const { server, people } = workshop
    await signUpCaller(server.url, hedy)
    const administrator = Object.values(people).find(({ account }) => account.isAdministrator)!
    const { account } = await logInCaller(server.url, ada.username)
    await administrator.api('PATCH', `/api/v1/accounts/${account.id}`, { isAdministrator: true })
    await openDirect(app, hedy)
    await showPanel()
    return panel().getByRole('heading', { name: 'Administration' })
  })

  look('question before an account is deactivated', async () => {
    await button('Deactivate account').click()
    return page().getByRole('alertdialog')
  })

  look('new password of somebody', async () => {
    await button('Give a new password').click()
    await button('Give password').click()
    return page().getByRole('alertdialog').getByRole('textbox', { name: 'New password' })
  })

  look('conversation with somebody who is deactivated', async () => {
    await button('Deactivate account').click()
    await button('Deactivate').click()
    return page().getByText('Nobody reads what is written here.')
  })

  look('somebody who is deactivated, found by an administrator', async () => {
    const field = page().getByRole('searchbox', { name: 'Find people' })
    await field.fill('hedy')
    return page().getByRole('list', { name: 'People' }).getByText('Deactivated')
  })

  look('menu of a room', async () => {
    await page().getByRole('searchbox', { name: 'Find people' }).fill('')
    await openRoom(app, 'Workshop')
    await hidePanel()
    await inSidebar(app, '기획 회의').click({ button: 'right' })
    return page().getByRole('menuitem', { name: 'Delete room' })
  })

  look('question before a room is deleted', async () => {
    await roomMenu(app, '기획 회의', 'Delete room')
    await page().getByRole('alertdialog').getByRole('textbox').fill('기획')
    return page().getByRole('alertdialog')
  })

  look('new room', async () => {
    await addRoom(app, 'Create a room')
    await dialog().getByLabel('Name', { exact: true }).fill('Lobby')
    await dialog().getByRole('button', { name: 'Create room' }).click()
    return dialog('Create a room').locator('[aria-invalid=true], [role=alert]').first()
  })

  look('public rooms', async () => {
    await addRoom(app, 'Browse rooms')
    return dialog('Browse rooms').getByText('디자인', { exact: true })
  })

  look('sidebar with all that it can tell', async () => {
    await roomMenu(app, 'Workshop', 'Add to favourites')
    await roomMenu(app, 'Lobby', 'Nothing (muted)')
    await composer(app).fill('half a thought')
    await openRoom(app, 'Lobby')
    const { connections, room } = workshop
    for (const words of ['Anybody for coffee?', '@ada the numbers are in', 'One more thing.'])
      await say(connections.barbara, room, words)
    await write(gracesApp, 'See you there.')
    await inSidebar(app, grace.displayName).locator('.badge').waitFor()
    return inSidebar(app, 'Workshop').locator('.badge').first()
  })

  look('line above what is unread', async () => {
    await inSidebar(app, 'Workshop').click()
    return page().getByRole('log', { name: 'Workshop' }).locator('.unread-line')
  })

  look('way down to new messages', async () => {
    const log = page().getByRole('log')
    await toLatest(app)
    await log.hover()
    await eventually(async () => {
      await page().mouse.wheel(0, -900)
      assert.ok(await button('Jump to the latest message').isVisible())
    })
    for (const words of ['A first one.', 'And a second.'])
      await say(workshop.connections.linus, workshop.room, words)
    return button('2 new messages')
  })

  look('dates to go to', async () => {
    await button('Go to a date').click()
    return button(/^Beginning of the room/)
  })

  look('search before a word is typed', async () => {
    await page().keyboard.press('Control+Shift+f')
    return page().getByText('Narrow it down')
  })

  look('search that is completed', async () => {
    await searchField().pressSequentially('from:')
    return page().getByRole('listbox', { name: 'Suggestions' })
  })

  look('search results', async () => {
    await searchField().fill('the')
    return page().getByRole('list', { name: 'Results' }).locator('mark').first()
  })

  look('[LOOK4] [SRCH10] files found by name', async () => {
    await searchField().fill('dawn')
    return page().locator('.search-result-file mark')
  })

  look('search that found nothing', async () => {
    await searchField().fill('없는낱말')
    return page().getByText('Nothing was found.')
  })

  look('quick switcher', async () => {
    await button('Close search').click()
    await page().keyboard.press('Control+k')
    await page().getByRole('combobox', { name: 'Go to' }).fill('ㄱ')
    return page().getByRole('option', { name: /김철수/ })
  })

  for (const name of ['Profile', 'Appearance', 'Notifications', 'Files', 'Devices', 'About'])
    look(`settings, ${name}`, async () => {
      await page().keyboard.press('Control+,')
      await page().getByRole('tab', { name }).click()
      return page().getByRole('tabpanel', { name })
    })

  look('settings, Profile, with the form for another password', async () => {
    await page().keyboard.press('Control+,')
    await page().getByRole('tab', { name: 'Profile' }).click()
    await button('Change password').click()
    const field = (name: string) => page().getByRole('textbox', { name, exact: true })
    await field('New password').fill('a fair sentence')
    await field('New password').press('Enter')
    return page().getByRole('alert').getByText('Please fill this in.')
  })

  look('menu of the account', async () => {
    await page()
      .getByRole('button', { name: /^Your account/ })
      .click()
    return button('Log out')
  })

  look('settings, Notifications, of somebody who is left alone', async () => {
    await adaAsks('PATCH', '/me/alerts', {
      doNotDisturb: { until: null },
      quietHours: { isOn: true, from: '22:00', to: '08:00', days: [1, 2, 3, 4, 5] },
      keywords: ['palette', '배포'],
    })
    await page().keyboard.press('Control+,')
    await page().getByRole('tab', { name: 'Notifications' }).click()
    await page().getByRole('textbox', { name: 'Add a keyword' }).scrollIntoViewIfNeeded()
    return button('Remove 배포')
  })

  look('menu of the account of somebody who is left alone', async () => {
    await page()
      .getByRole('button', { name: /^Your account/ })
      .click()
    return button('Turn off do not disturb')
  })

  look('question before logging out', async () => {
    await adaAsks('PATCH', '/me/alerts', { doNotDisturb: null, keywords: [] })
    await page()
      .getByRole('button', { name: /^Your account/ })
      .click()
    await button('Log out').click()
    return page().getByRole('alertdialog')
  })

  describe('in the smallest window', () => {
    before(() => place(app, { x: 0, y: 0, width: 480, height: 400 }))

    look('small room', async () => {
      await toLatest(app)
      return composer(app)
    })

    look('small sidebar', async () => {
      await button('Open sidebar').click()
      return inSidebar(app, 'Workshop')
    })

    look('small panel', async () => {
      await page().keyboard.press('Escape')
      if (await page().locator('.frame-drawer-open').isVisible()) await page().mouse.click(470, 200)
      return (await showPanel()).getByText('Created by')
    })

    look('small search', async () => {
      await page().keyboard.press('Control+Shift+f')
      await searchField().fill('the')
      return page().getByRole('list', { name: 'Results' }).locator('mark').first()
    })

    look('small settings', async () => {
      await button('Close search').click()
      await page().keyboard.press('Control+,')
      await page().getByRole('tab', { name: 'Appearance' }).click()
      return page().getByRole('radio', { name: '한국어' })
    })
  })

  describe('in Korean', () => {
    before(async () => {
      await page().keyboard.press('Control+,')
      await page().getByRole('tab', { name: 'Appearance' }).click()
      await page().getByRole('radio', { name: '한국어' }).click()
      await page().getByRole('heading', { name: '설정' }).waitFor()
    })

    look('작은 설정', async () => dialog('설정'))

    look('작은 대화방', async () => page().getByRole('textbox', { name: '메시지' }))

    look('대화방', async () => {
      await place(app, { x: 0, y: 0, width: 1180, height: 780 })
      return page().getByRole('log', { name: 'Workshop' })
    })

    look('직접 보낸 파일', async () => {
      await line('Grace Hopper').click()
      return page().getByRole('log').getByText('사람에게서 사람에게로 바로 간 파일이라').last()
    })

    look('대화방 패널', async () => {
      await line('Workshop').click()
      await button('상세 정보 보기').click()
      return page().getByRole('complementary', { name: '상세 정보' })
    })

    look('비활성화된 사람', async () => {
      await line(hedy.displayName).click()
      return page().getByRole('heading', { name: '관리' })
    })

    look('검색', async () => {
      await line('Workshop').click()
      await page().keyboard.press('Control+Shift+f')
      return page().getByRole('combobox', { name: '메시지 검색' })
    })

    look('알림 설정', async () => {
      await page().keyboard.press('Control+,')
      await page().getByRole('tab', { name: '알림' }).click()
      return page().getByRole('tabpanel', { name: '알림' })
    })
  })

  describe('without the server', () => {
    look('연결이 끊긴 대화방', async () => {
      await button('검색 닫기').click()
      // Known of, but never opened here.
      const { people } = workshop
      const { rooms } = (await people.suhyeon.api('GET', '/api/v1/rooms')).body
      const design = rooms.find(({ name }) => name === '디자인')!
      await say(workshop.connections.suhyeon, design.id, '새 로고입니다')
      await adaAsks('PUT', `/rooms/${design.id}/members/${(await atAda()).account.id}`)
      await adaAsks('PUT', `/directs/${people.barbara.account.id}`)
      await line('디자인').waitFor()
      await workshop.server.kill9()
      await page().locator('.connection-banner').waitFor()
      await page().getByRole('textbox', { name: '메시지' }).fill('이 글은 나중에 보내집니다')
      await page().keyboard.press('Enter')
      return post(app, '이 글은 나중에')
    })

    look('아직 받지 않은 대화방', async () => {
      await line('디자인').click()
      return page().getByRole('heading', { name: '이 대화는 아직 이 컴퓨터에 없어요' })
    })

    test('[SYNC18] what is written in a room that is not here yet is seen', async () => {
      await page().getByRole('textbox', { name: '메시지' }).fill('곧 뵙겠습니다')
      await page().keyboard.press('Enter')
      await isOnScreen(post(app, '곧 뵙겠습니다'))
      await isOnScreen(page().getByRole('heading', { name: '이 대화는 아직 이 컴퓨터에 없어요' }))
    })

    test('[SYNC18] a room in which nothing was said yet is empty, also after the app was started anew', async () => {
      await page().reload()
      await line('Barbara Liskov').click()
      await isOnScreen(page().getByText('Barbara Liskov님과 둘이서 나누는 대화예요.'))
      await line('Workshop').click()
      await post(app, '이 글은 나중에').waitFor()
    })

    look('보내지 못한 글', async () => {
      closeToMembers(workshop)
      await workshop.server.restart()
      // Unless it connected by itself meanwhile.
      await button('지금 연결')
        .click({ timeout: 2_000 })
        .catch(() => {})
      return post(app, '이 글은 나중에').getByRole('button', { name: '다시 보내기' })
    })
  })

  test('[SEC2] no page broke its policy or threw', () => {
    // The server was away, and refused what it was asked to refuse.
    const unexpected = [...app.complaints, ...gracesApp.complaints].filter(
      each => !/\b(401|403|409|502)\b|ERR_CONNECTION|WebSocket/.test(each),
    )
    assert.deepEqual(unexpected, [])
  })

  const searchField = () =>
    page().getByRole('complementary', { name: 'Search messages' }).getByRole('combobox')

  async function seqOf(words: string) {
    return page().locator('article.post', { hasText: words }).first().getAttribute('data-seq')
  }

  let device: Promise<Person> | undefined
  const atAda = () => {
    device ??= logInCaller(workshop.server.url, ada.username)
    return device
  }

  /** What Ada does on another device. */
  async function adaAsks(method: string, path: string, body?: object) {
    const { status } = await (await atAda()).api(method, `/api/v1${path}`, body)
    assert.ok(status < 300, `${method} ${path}: ${status}`)
  }

  async function ownRoom() {
    const { body } = await (await atAda()).api('GET', '/api/v1/rooms')
    return body.rooms.find(({ name }) => name === '기획 회의')!
  }
})

/** Runs in the page: puts everything into it that must not be. */
function spoil() {
  const spoilt = document.createElement('section')
  spoilt.id = 'spoilt'
  const put = (tag: string, className: string, words: string, style: Partial<CSSStyleDeclaration>) => {
    const element = spoilt.appendChild(document.createElement(tag))
    Object.assign(element, { className, textContent: words })
    Object.assign(element.style, { position: 'fixed', zIndex: '99', ...style })
  }
  put('div', 'too-far', '', { top: '60px', right: '-30px', width: '80px', height: '20px' })
  const short = { width: '60px', overflow: 'hidden', whiteSpace: 'nowrap' }
  put('p', 'cut', 'much too long for its place', { top: '60px', left: '400px', ...short })
  const pale = { background: '#888', color: '#999' }
  put('p', 'faint', 'hardly to be read', { top: '90px', left: '400px', ...pale })
  put('button', 'nameless', '', { top: '120px', left: '400px', width: '20px', height: '20px' })
  document.body.append(spoilt)
}

/** From now on only owner and moderators write in Workshop. */
function closeToMembers({ server, room }: Workshop) {
  const database = new DatabaseSync(join(server.dataDir, 'chatter.db'))
  database.prepare('UPDATE rooms SET announcement = 1 WHERE id = ?').run(room)
  database.close()
}
