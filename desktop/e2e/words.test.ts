/** What two people do with words in real windows: Markdown, reactions, pins, links and forwards, one after the other. */
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { JSHandle } from 'playwright-core'
import type { App } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { grace, openDirect, openRoom, type Person, startPair, write } from './harness/people.ts'
import { choose, composer, post, toLatest, use } from './harness/posts.ts'
import { createRoom } from './harness/rooms.ts'
import type { ServerProcess } from './harness/server.ts'
import { focus } from './harness/window.ts'
import { type Caller, signUpCaller } from './harness/wire.ts'

const kim: Person = { username: 'cheolsu', displayName: '김철수' }
const linus: Person = { username: 'linus', displayName: 'Linus' }

describe('what people do with words', () => {
  let server: ServerProcess
  let adasApp: App
  let gracesApp: App
  let callers: Caller[]

  before(async () => {
    ;({ server, adasApp, gracesApp } = await startPair())
  })

  test('[TYP5] [TYP6] who types is shown to the others and summed up, and is gone within 6 s of silence', async () => {
    callers = await Promise.all([kim, linus].map(person => signUpCaller(server.url, person)))
    const [atKim, atLinus] = callers as [Caller, Caller]
    const lobby = await atKim.roomId('Lobby')
    const line = ({ page }: App) => page.locator('.typing-line')
    const told = new Map<App, JSHandle<string[]>>()
    for (const app of [adasApp, gracesApp]) told.set(app, await line(app).evaluateHandle(noteWords))
    const says = (app: App, words: string) =>
      eventually(async () => assert.ok((await told.get(app)!.jsonValue()).includes(words)))
    const shownFor = line(gracesApp).evaluate(timeShown)
    await composer(adasApp).focus()
    await adasApp.page.keyboard.type('h')
    await says(gracesApp, 'Ada Lovelace is typing…')
    await atKim.type(lobby)
    await says(gracesApp, 'Ada Lovelace and 김철수 are typing…')
    await says(adasApp, '김철수 is typing…')
    await atLinus.type(lobby)
    await says(gracesApp, 'Ada Lovelace, 김철수 and 1 other are typing…')
    await says(adasApp, '김철수 and Linus are typing…')
    const { Ada, stood, everybody } = await shownFor
    // A machine that stands still lets her stand there, too.
    assert.ok(
      Ada >= 4_000 && Ada - stood <= 6_000,
      `Ada was shown for ${Ada} ms, of which ${stood} stood still`,
    )
    assert.ok(everybody >= Ada, 'the last to type is the last to go')
    await composer(adasApp).fill('')
    await write(adasApp, 'no more typing')
  })

  test('[MD1] Markdown is shown to both, and its code is copied', async () => {
    await write(
      adasApp,
      '**strong** ~~struck~~ and `code`\n- [x] done\n- [ ] open\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\nconst a = 1\n```',
    )
    const shown = post(gracesApp, 'strong')
    await shown.locator('strong', { hasText: 'strong' }).waitFor()
    await shown.locator('s', { hasText: 'struck' }).waitFor()
    await shown.locator('table td', { hasText: '2' }).waitFor()
    const boxes = shown.getByRole('checkbox')
    assert.deepEqual(
      await boxes.evaluateAll(all =>
        all.map(box => [(box as HTMLInputElement).checked, (box as HTMLInputElement).disabled]),
      ),
      [
        [true, true],
        [false, true],
      ],
    )
    await shown.locator('.code-block .hljs-keyword', { hasText: 'const' }).waitFor()
    await shown.getByRole('button', { name: 'Copy code' }).click()
    await eventually(async () => assert.equal(await copiedBy(gracesApp), 'const a = 1'))
  })

  test('[MD2] [MD3] names of emoji are shown as emoji, and a few alone are large', async () => {
    await write(adasApp, 'well done :tada: `:tada:` :nobody_knows:')
    await eventually(async () =>
      assert.equal(
        await post(gracesApp, 'well done').locator('.post-text').textContent(),
        'well done 🎉 :tada: :nobody_knows:',
      ),
    )
    const heights: number[] = []
    for (const [body, shown] of [
      ['🐢', '🐢'],
      [':turtle: 🐇', '🐢 🐇'],
      ['🐢🐇🐢🐇', '🐢🐇🐢🐇'],
    ] as const) {
      await write(adasApp, body)
      const text = gracesApp.page.getByRole('log').locator('.post-text').last()
      await eventually(async () => assert.equal(await text.textContent(), shown))
      heights.push(await text.evaluate(element => Number.parseFloat(getComputedStyle(element).fontSize)))
    }
    const [one, two, four] = heights as [number, number, number]
    assert.ok(one === two && one >= 2 * four, String(heights))
  })

  test('[MD4] [SEC4] a link says where it leads, and only web pages and mail are opened outside', async () => {
    const { electron, page } = gracesApp
    await electron.evaluate(({ shell }) => {
      const opened: string[] = []
      Object.assign(globalThis, { opened })
      shell.openExternal = async url => void opened.push(url)
    })
    const opened = () => electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
    const address = 'https://example.test/a/long/way?to=go#there'
    await write(
      adasApp,
      `[words](${address}) http://plain.test <mailto:ada@example.test> [file](file:///etc/passwd) [js](javascript:alert(1)) chatter://elsewhere.test/rooms/1`,
    )
    const text = post(gracesApp, 'words').locator('.post-text')
    const links = text.locator('a')
    await eventually(async () => assert.equal(await links.count(), 3))
    await eventually(async () => {
      await links.first().hover()
      assert.equal(await page.locator('.hint-shown').textContent({ timeout: 3_000 }), address)
    })
    for (const link of await links.all()) await link.click()
    await links.first().click({ button: 'middle' })
    const expected = [address, 'http://plain.test/', 'mailto:ada@example.test', address]
    await eventually(async () => assert.deepEqual(await opened(), expected))
    const url = page.url()
    await text.getByText('chatter://elsewhere.test/rooms/1').click()
    for (const refused of ['file:///etc/passwd', 'javascript:alert(1)', 'chatter://a/rooms/1'])
      assert.equal(await page.evaluate(ask, refused), 'refused')
    assert.deepEqual(await opened(), expected)
    assert.equal(page.url(), url)
    assert.equal(electron.windows().length, 1)
  })

  test('[REA1] [REA2] a reaction is seen by both, and is taken back by a click', async () => {
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

  test('[MSG14] [MSG15] Up edits my newest post, and everybody sees how it was before', async () => {
    await write(adasApp, 'a mistkae')
    await post(gracesApp, 'a mistkae').waitFor()
    // Only what the server has can be edited.
    await adasApp.page.locator('article[data-state=sent]', { hasText: 'a mistkae' }).waitFor()
    await composer(adasApp).press('ArrowUp')
    await eventually(async () => assert.equal(await composer(adasApp).inputValue(), 'a mistkae'))
    await write(adasApp, 'no mistake')
    await post(gracesApp, 'no mistake').getByRole('button', { name: 'edited' }).click()
    const dialog = gracesApp.page.getByRole('dialog', { name: 'Wordings of this message' })
    await dialog.getByText('a mistkae').waitFor()
    await gracesApp.page.keyboard.press('Escape')
    await eventually(async () => assert.equal(await composer(adasApp).inputValue(), ''))
  })

  test('[MSG14] Escape gives back what was being written', async () => {
    await composer(adasApp).fill('half a')
    await choose(adasApp, 'no mistake', 'Edit')
    await eventually(async () => assert.equal(await composer(adasApp).inputValue(), 'no mistake'))
    await composer(adasApp).press('Escape')
    await eventually(async () => assert.equal(await composer(adasApp).inputValue(), 'half a'))
    await composer(adasApp).fill('')
  })

  test('[MSG18] [MSG19] [VIEW4] a reply quotes its original, follows its edits, and leads to it', async () => {
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

  test('[COMP1] [MEN1] a mention is offered, is a name, and stands out for the one who is meant', async () => {
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

  test('[COMP1] [MEN3] [MEN4] by user name, by initial consonants, and everybody', async () => {
    const offered = adasApp.page.getByRole('listbox', { name: 'People to mention' }).getByRole('option')
    const takes = async (typed: string, name: RegExp, written: string) => {
      await composer(adasApp).focus()
      await adasApp.page.keyboard.insertText(typed)
      await offered.filter({ hasText: name }).waitFor()
      await composer(adasApp).press('Enter')
      await eventually(async () => assert.equal(await composer(adasApp).inputValue(), written))
    }
    await takes('@cheol', /김철수/, '@cheolsu ')
    await composer(adasApp).fill('')
    await takes('@ㄱㅊㅅ', /김철수/, '@cheolsu ')
    await takes('@roo', /everybody in this room/, '@cheolsu @room ')
    await composer(adasApp).press('Enter')
    const shown = gracesApp.page.locator('article.post-mentioning').last()
    await eventually(async () =>
      assert.deepEqual(await shown.locator('.mention').allTextContents(), ['@김철수', '@room']),
    )
  })

  test('[PIN1] a post is pinned for everybody', async () => {
    await choose(gracesApp, 'hey @Grace Hopper look', 'Pin for everybody')
    await post(adasApp, 'Pinned by Grace Hopper').waitFor()
    await choose(adasApp, 'hey @Grace Hopper look', 'Unpin')
    await eventually(async () => assert.equal(await post(gracesApp, 'Pinned by').count(), 0))
  })

  test('[NAV1] a link to a message is copied', async () => {
    await choose(gracesApp, 'react to me', 'Copy link')
    const link = new RegExp(`^chatter://${new URL(server.url).host}/rooms/\\d+/\\d+$`)
    await eventually(async () => assert.match(await copiedBy(gracesApp), link))
  })

  test('[MSG6] what is copied is what was written', async () => {
    await choose(gracesApp, 'well done', 'Copy text')
    await eventually(async () =>
      assert.equal(await copiedBy(gracesApp), 'well done :tada: `:tada:` :nobody_knows:'),
    )
  })

  test('[MSG21] [FIND14] a post is forwarded into a room, or to somebody by user name', async () => {
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

  test('[RCPT1] in a direct room one sees how far the other one has read', async () => {
    await write(adasApp, 'have you seen this?')
    await post(gracesApp, 'have you seen this?').waitFor()
    await focus(gracesApp)
    await eventually(async () =>
      assert.equal(await post(adasApp, 'have you seen this?').getByText('Seen', { exact: true }).count(), 1),
    )
    await openRoom(adasApp, 'Lobby')
    await openRoom(gracesApp, 'Lobby')
  })

  test('[MSG16] [MSG19] a deleted post leaves its place, also in what replies to it', async () => {
    await write(adasApp, 'take me away')
    // The lobby opened where unread begins for her.
    await eventually(async () => {
      await toLatest(gracesApp)
      assert.ok(await post(gracesApp, 'take me away').isVisible())
    })
    await use(gracesApp, 'take me away', 'React with 👍')
    await use(gracesApp, 'take me away', 'Reply')
    await write(gracesApp, 'did it')
    await post(adasApp, 'did it').waitFor()
    const original = adasApp.page.locator('article.post:has(.reactions)', { hasText: 'take me away' })
    await original.click({ button: 'right', position: { x: 400, y: 12 } })
    await adasApp.page.getByRole('menuitem', { name: 'Delete', exact: true }).click()
    await adasApp.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await post(gracesApp, 'did it').getByText('This message was deleted.').waitFor()
    await eventually(async () => assert.equal(await post(gracesApp, 'take me away').count(), 0))
  })

  test('[SEC2] no page broke its policy or threw', () => {
    assert.deepEqual([...adasApp.complaints, ...gracesApp.complaints], [])
  })
})

const copiedBy = ({ electron }: App) => electron.evaluate(({ clipboard }) => clipboard.readText())

/** In milliseconds. */
type Shown = { Ada: number; stood: number; everybody: number }

/**
 * Runs in the page, from before anybody types: for how long Ada is shown, for how much of that the page stood still, and for
 * how long anybody is shown.
 */
function timeShown(line: HTMLElement | SVGElement): Promise<Shown> {
  return new Promise(resolve => {
    let [since, gone, stood] = [0, 0, 0]
    let beat = performance.now()
    const noteBeat = () => {
      const late = performance.now() - beat - 50
      if (since > 0 && gone === 0 && late > 150) stood += late
      beat = performance.now()
    }
    const beats = setInterval(noteBeat, 50)
    const look = () => {
      const words = line.textContent ?? ''
      const isAda = words.includes('Ada')
      noteBeat()
      if (isAda) since ||= performance.now()
      else if (since > 0) gone ||= performance.now()
      if (gone === 0 || words !== '') return
      clearInterval(beats)
      resolve({ Ada: gone - since, stood, everybody: performance.now() - since })
    }
    new MutationObserver(look).observe(line, { childList: true, subtree: true, characterData: true })
  })
}

/** Runs in the page: what an element says from now on, also for a moment. */
function noteWords(element: HTMLElement | SVGElement): string[] {
  const told: string[] = []
  const note = () => told.push(element.textContent ?? '')
  new MutationObserver(note).observe(element, { childList: true, subtree: true, characterData: true })
  return told
}

/** Runs in the page: asks as the page can, whatever it was tricked into. */
function ask(url: string): Promise<string> {
  return window.bridge.ask('link:open', { url }).then(
    () => 'opened',
    () => 'refused',
  )
}
