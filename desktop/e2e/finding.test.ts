/** Search, jumps and links, in a room with days of history; at the end without a connection. */
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { type App, isOfNetwork, startApp } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { foundRoomWithHistory } from './harness/history.ts'
import { ada, grace, openDirect, openRoom, personIn, presenceOf, signUp, write } from './harness/people.ts'
import { choose, post } from './harness/posts.ts'
import { createRoom, inSidebar, joinRoom, roomMenu } from './harness/rooms.ts'
import { rowIsAt, rowOnScreen, scrollAndWatch } from './harness/scrolling.ts'
import { type ServerProcess, startServerProcess } from './harness/server.ts'

const suhyeon = { username: 'suhyeon', displayName: '김수현' }
const [days, perDay] = [6, 90]

/** The midnight before the test began, however long it takes. */
const today = new Date().setHours(0, 0, 0, 0)

/** The days of the history, the last one yesterday: as they are typed. */
const dayOf = (ago: number, from = today) => new Date(timeOf(ago, 0, from)).toLocaleDateString('en-CA')

function timeOf(ago: number, minute: number, from = today): number {
  const day = new Date(from)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - ago, 9, minute).getTime()
}

/** Posts of all heights, some of which are searched for. */
const special: Record<string, string> = {
  '6/40': 'compass compass compass',
  '5/10': 'see https://example.org about it',
  '4/50': 'the needle PLT-4242, 바늘',
  '3/20': 'run `make` first',
  '2/30': 'a compass in the drawer, of no use to anybody who has one already',
}
const history = Array.from({ length: days * perDay }, (_, n) => {
  const [ago, minute] = [days - Math.floor(n / perDay), n % perDay]
  const padding = 'and more was said about it. '.repeat(n % 7 === 0 ? 12 : n % 3)
  const body = special[`${ago}/${minute}`] ?? `day ${ago}, post ${minute}. ${padding}`
  return { body, createdAt: timeOf(ago, minute) }
})
/** The `seq` of a post of the history. */
const seqOf = (ago: number, minute: number) => (days - ago) * perDay + minute + 1

describe('finding', () => {
  let server: ServerProcess
  let adasApp: App
  let gracesApp: App
  let room: number

  before(async () => {
    server = await startServerProcess()
    room = await foundRoomWithHistory(server, suhyeon, 'chronicle', history)
    const { url: serverUrl } = server
    ;[adasApp, gracesApp] = await Promise.all([signUp(ada, { serverUrl }), signUp(grace, { serverUrl })])
    await personIn(adasApp, grace.displayName).waitFor()
    await joinRoom(adasApp, 'chronicle')
  })

  const panel = () => adasApp.page.getByRole('complementary', { name: 'Search messages' })
  const field = () => panel().getByRole('combobox', { name: 'Search messages' })
  const found = () => panel().getByRole('list', { name: 'Results' }).getByRole('button')
  const bodies = () => panel().locator('.search-result-body').allTextContents()
  const findsAll = (words: string, expected: readonly string[]) =>
    field()
      .fill(words)
      .then(() => eventually(async () => assert.deepEqual(await bodies(), expected)))
  const linkTo = (roomId: number, seq?: number) =>
    `chatter://${new URL(server.url).host}/rooms/${roomId}${seq ? `/${seq}` : ''}`

  /** The message of the history stands lit in the middle of the screen, or where else it may. */
  async function wentTo(seq: number, places = ['middle']) {
    const row = adasApp.page.locator(`.post-lit[data-seq="${seq}"]`)
    await row.waitFor()
    assert.equal((await row.locator('.post-text').textContent())?.trim(), history[seq - 1]!.body.trim())
    await eventually(async () => {
      const place = await rowIsAt(adasApp, seq)
      assert.ok(places.includes(place), place)
    })
  }

  async function followByKeys(link: string, choice = 'Go to this message') {
    const { page } = adasApp
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Go to' }).fill(link)
    await page.getByRole('option', { name: choice }).waitFor()
    await page.keyboard.press('Enter')
  }

  async function goToDate(fill: () => Promise<void>) {
    await adasApp.page.getByRole('button', { name: 'Go to a date' }).click()
    await fill()
  }

  test('[NAV2] a date leads to its first message, far outside what is loaded', async () => {
    const { page } = adasApp
    await goToDate(async () => {
      await page.getByLabel('Date', { exact: true }).fill(dayOf(3))
      await page.getByRole('button', { name: 'Go', exact: true }).click()
    })
    await wentTo(seqOf(3, 0))
  })

  test('[NAV2] from there, scrolling on either way moves nothing but by what was scrolled', async () => {
    const up = await scrollAndWatch(adasApp, -300, 32)
    assert.ok(up.seq < seqOf(4, 60), `up to ${up.seq}`)
    const down = await scrollAndWatch(adasApp, 300, 48)
    assert.ok(down.seq > seqOf(3, 30), `down to ${down.seq}`)
    assert.equal(JSON.stringify([...up.jumps, ...down.jumps]), '[]')
  })

  test('[NAV2] the beginning of a room', async () => {
    const { page } = adasApp
    await goToDate(() => page.getByRole('button', { name: 'Beginning of the room' }).click())
    await wentTo(1, ['top', 'middle'])
    const down = await scrollAndWatch(adasApp, 300, 32)
    assert.ok(down.seq > seqOf(6, 40), `down to ${down.seq}`)
    assert.equal(JSON.stringify(down.jumps), '[]')
  })

  test('[NAV2] [NAV1] the message of a link', async () => {
    await followByKeys(linkTo(room, seqOf(5, 70)))
    await wentTo(seqOf(5, 70))
  })

  test('[NAV2] it stays in the middle while a row above it is laid out late', async () => {
    const seq = seqOf(4, 30)
    await adasApp.page.evaluate(growLate, seq - 1)
    await followByKeys(linkTo(room, seq))
    await adasApp.page.locator('[data-grown]').waitFor()
    await wentTo(seq)
  })

  test('[NAV3] a message that is not there is said to be missing, and is not gone to when it comes', async () => {
    const { page } = adasApp
    const next = history.length + 3
    await followByKeys(linkTo(room, next))
    await page.getByText('There is no such message in this room.').waitFor()
    await goToDate(() => page.getByRole('button', { name: 'Beginning of the room' }).click())
    await wentTo(1, ['top', 'middle'])
    await joinRoom(gracesApp, 'chronicle')
    await write(gracesApp, 'late to the party')
    await page.getByRole('button', { name: '1 new message' }).waitFor()
    assert.equal(await rowOnScreen(adasApp), 1)
    await page.getByRole('button', { name: '1 new message' }).click()
    const late = post(adasApp, 'late to the party')
    await late.waitFor()
    assert.equal(await late.getAttribute('data-seq'), `${next}`)
  })

  test('[LOOK4] [NAV2] a result is gone to with its surroundings', async () => {
    await adasApp.page.keyboard.press('Control+Shift+f')
    await findsAll('바늘', ['the needle PLT-4242, 바늘'])
    assert.deepEqual(await found().locator('mark').allTextContents(), ['바늘'])
    await found().click()
    await wentTo(seqOf(4, 50))
    const up = await scrollAndWatch(adasApp, -300, 10)
    const down = await scrollAndWatch(adasApp, 300, 20)
    assert.equal(JSON.stringify([...up.jumps, ...down.jumps]), '[]')
  })

  test('[LOOK2] from:, in:, before:, after: and has: narrow a search', async () => {
    const finds = async (words: string, ...ago: number[]) => {
      await field().fill(words)
      const starts = ago.map(day => `day ${day}, post 31.`)
      await eventually(async () =>
        assert.deepEqual(
          (await bodies()).map(body => body.slice(0, 15)),
          starts,
        ),
      )
    }
    await finds('"post 31."', 1, 2, 3, 4, 5, 6)
    await finds(`"post 31." after:${dayOf(2)}`, 1, 2)
    await finds(`"post 31." before:${dayOf(4)}`, 5, 6)
    await finds(`"post 31." after:${dayOf(4)} before:${dayOf(2)} in:chronicle from:suhyeon`, 3, 4)
    await findsAll('has:link', ['see https://example.org about it'])
    await findsAll('has:code in:chronicle', ['run make first'])
    await findsAll('from:grace in:chronicle', ['late to the party'])
    await field().fill('"post 31." in:Lobby')
    await panel().getByText('Nothing was found.').waitFor()
    await field().fill('has:money post')
    await panel().getByText('pin and file, but not for “money”').waitFor()
  })

  test('[LOOK3] each of them is completed by key, in Korean, too', async () => {
    const completes = async (typed: string, completed: string) => {
      await field().fill('')
      await field().pressSequentially(typed)
      await panel().getByRole('option').first().waitFor()
      await field().press('Tab')
      await eventually(async () => assert.equal(await field().inputValue(), completed))
    }
    await completes('fro', 'from:')
    await completes('from:ㄱㅅㅎ', 'from:suhyeon ')
    await completes('in:chr', 'in:chronicle ')
    await completes('before:yes', `before:${dayOf(1, Date.now())} `)
    await completes('after:그', `after:${dayOf(2, Date.now())} `)
    await completes('has:li', 'has:link ')
    await completes('보내', '보낸사람:')
    await completes('포함:파', '포함:파일 ')
  })

  test('[SRCH6] the best comes first, or the newest; everywhere, or in the room that is open', async () => {
    const old = special['6/40']!
    const recent = special['2/30']!
    await findsAll('compass', [recent, old])
    await panel().getByRole('button', { name: 'Order of results: Newest' }).click()
    await eventually(async () => assert.deepEqual(await bodies(), [old, recent]))
    await panel().getByRole('button', { name: 'Order of results: Best match' }).click()
    await eventually(async () => assert.deepEqual(await bodies(), [recent, old]))
    await openRoom(gracesApp, 'Lobby')
    await write(gracesApp, 'my compass points north')
    await openRoom(adasApp, 'Lobby')
    await post(adasApp, 'points north').waitFor()
    await findsAll('compas', ['my compass points north', recent, old])
    const scope = panel().getByRole('group', { name: 'Where to search' })
    await scope.getByRole('button', { name: 'Lobby' }).click()
    await eventually(async () => assert.deepEqual(await bodies(), ['my compass points north']))
    await scope.getByRole('button', { name: 'Everywhere' }).click()
    await eventually(async () => assert.equal((await bodies()).length, 3))
  })

  test('[LOOK5] a post that is deleted, and a room that is left, go from what was found', async () => {
    const [old, recent] = [special['6/40']!, special['2/30']!]
    await choose(gracesApp, 'my compass points north', 'Delete')
    await gracesApp.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await eventually(async () => assert.deepEqual(await bodies(), [recent, old]))
    await roomMenu(adasApp, 'chronicle', 'Leave room')
    await adasApp.page.getByRole('alertdialog').getByRole('button', { name: 'Leave room' }).click()
    await panel().getByText('Nothing was found.').waitFor()
    await panel().getByRole('button', { name: 'Close search' }).click()
  })

  test('[NAV2] [NAV3] a link into a public room that I am not in offers to join it, and leads on', async () => {
    const { page } = adasApp
    await openDirect(gracesApp, ada)
    await write(gracesApp, `look at ${linkTo(room, seqOf(2, 5))}`)
    await openDirect(adasApp, grace)
    await page.getByRole('button', { name: linkTo(room, seqOf(2, 5)) }).click()
    const question = page.getByRole('alertdialog', { name: 'Join chronicle?' })
    await question.getByRole('button', { name: 'Join' }).click()
    await page.getByRole('log', { name: 'chronicle' }).waitFor()
    await wentTo(seqOf(2, 5))
  })

  test('[NAV3] one into a room that is not for me says so, wherever it was followed', async () => {
    const { page, profileDir } = adasApp
    await createRoom(gracesApp, { name: 'secret', kind: 'Private' })
    const says = async () => {
      const note = page.getByRole('alertdialog', { name: 'You are not in this room' })
      await note.getByText('is private, or it is gone').waitFor()
      await note.getByRole('button', { name: 'Close' }).click()
      await page.getByRole('log', { name: 'chronicle' }).waitFor()
    }
    await followByKeys(linkTo(room + 2, 1))
    await says()
    const second = await startApp({ profileDir, args: [linkTo(room + 2, 1)] })
    assert.equal(await second.exited, 0)
    await says()
  })

  test('[SWI1] [SWI2] the switcher: unread first, then where one was; arrow keys; people by initial consonants', async () => {
    const { page } = adasApp
    const keys = (...names: string[]) =>
      names.reduce((before, name) => before.then(() => page.keyboard.press(name)), Promise.resolve())
    const active = page.getByRole('option', { selected: true })
    await openDirect(adasApp, grace)
    await openRoom(adasApp, 'chronicle')
    await openRoom(gracesApp, 'Lobby')
    await write(gracesApp, '@ada are you there?')
    await inSidebar(adasApp, 'Lobby').locator('.badge').first().waitFor()
    await keys('Control+k')
    const options = page.getByRole('listbox', { name: 'Rooms and people' }).getByRole('option')
    const names = () => page.locator('.switcher-name').allTextContents()
    await eventually(async () => assert.deepEqual((await names()).slice(0, 2), ['Lobby', 'Grace Hopper']))
    assert.equal(await options.first().getAttribute('aria-selected'), 'true')
    await keys('ArrowDown', 'ArrowDown', 'ArrowUp')
    await active.getByText('Grace Hopper').waitFor()
    await keys('Enter')
    await page.getByRole('log', { name: 'Grace Hopper' }).waitFor()
    await keys('Control+k')
    const field = page.getByRole('combobox', { name: 'Go to' })
    await field.waitFor()
    await keys('ArrowUp')
    await eventually(async () => assert.equal(await options.last().getAttribute('aria-selected'), 'true'))
    await field.fill('ㄱㅅㅎ')
    await active.getByText('김수현').waitFor()
    await keys('Enter')
    await page.getByRole('log', { name: '김수현' }).waitFor()
  })

  describe('without a connection', () => {
    before(async () => {
      await openRoom(gracesApp, 'Lobby')
      await openRoom(adasApp, 'Lobby')
      await write(gracesApp, '배포는 내일 합니다 PLT-3699')
      await write(gracesApp, 'the deployment waits')
      await post(adasApp, 'the deployment waits').waitFor()
      await openDirect(adasApp, grace)
      await adasApp.page.keyboard.press('Control+Shift+f')
    })

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
      await eventually(async () =>
        assert.deepEqual(await found().locator('mark').allTextContents(), ['wait']),
      )
      await field().fill('nowhere')
      await panel().getByText('Nothing was found on this computer.').waitFor()
    })

    test('[PRES10] without one, how the others are is unknown, and it says so', async () => {
      const words = 'Unknown without a connection'
      assert.equal(await presenceOf(adasApp, grace), 'unknown')
      assert.equal(await personIn(adasApp, grace.displayName).getAttribute('aria-description'), words)
      await adasApp.page.locator('.room-header').getByText(words).waitFor()
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
      await eventually(async () => assert.equal(await presenceOf(adasApp, grace), 'online'))
      await openRoom(gracesApp, 'Lobby')
      // Both come back in their own time: what is not posted yet cannot be found.
      await write(gracesApp, '새 배포 계획')
      await post(adasApp, '새 배포 계획').waitFor()
      await field().fill('새 배포')
      await eventually(async () => assert.match((await found().first().textContent()) ?? '', /새 배포 계획/))
    })
  })

  test('[SEC2] no page broke its policy or threw', () => {
    const all = [...adasApp.complaints, ...gracesApp.complaints]
    assert.deepEqual(
      all.filter(text => !isOfNetwork(text)),
      [],
    )
  })
})

/** Runs in the page: the row of a message grows a moment after it was drawn, as one does whose size was not known. */
function growLate(seq: number) {
  new MutationObserver((_changes, observer) => {
    const row = document.querySelector<HTMLElement>(`article[data-seq="${seq}"]`)
    if (!row) return
    observer.disconnect()
    setTimeout(() => {
      row.style.paddingTop = '160px'
      row.dataset.grown = ''
    }, 150)
  }).observe(document.body, { childList: true, subtree: true })
}
