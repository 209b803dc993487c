/** A long room, read further up: nothing moves under the reader's eyes, whatever is posted below and loaded above. */
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { App } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { ada, grace, openRoom, signUp } from './harness/people.ts'
import { post } from './harness/posts.ts'
import { inSidebar } from './harness/rooms.ts'
import { startServerProcess } from './harness/server.ts'
import { focus } from './harness/window.ts'
import { type Caller, signUpCaller } from './harness/wire.ts'

/** More than memory keeps of a room that is not open. */
const many = 450

/** Of one turn of the wheel, in pixels: less than a screen, so that each frame shows rows of the one before. */
const step = 300

describe('a long room', () => {
  let app: App
  let caller: Caller
  let lobby: number

  before(async () => {
    const server = await startServerProcess({ CHATTER_LIMIT_POSTS: '0', CHATTER_LIMIT_CALLS: '0' })
    caller = await signUpCaller(server.url, grace)
    lobby = await caller.roomId('Lobby')
    await Promise.all(Array.from({ length: many }, (_, at) => caller.post(lobby, words(at))))
    app = await signUp(ada, { serverUrl: server.url })
    await focus(app)
    await post(app, `post ${many - 1},`).waitFor()
  })

  test('[VIEW2] older messages load while one scrolls up, and no row jumps', async () => {
    await app.page.evaluate(watchRows)
    const log = app.page.getByRole('log')
    const { x, y, width, height } = (await log.boundingBox())!
    await app.page.mouse.move(x + width / 2, y + height / 2)
    let wheeled = 0
    // A quarter of the room is pages away from where one began.
    while ((await firstSeen(app)) > many / 4) {
      // What is above it is loaded.
      await eventually(async () => assert.ok((await log.evaluate(({ scrollTop }) => scrollTop)) >= step))
      await app.page.mouse.wheel(0, -step)
      wheeled += step
      await eventually(async () => assert.equal(await movedSoFar(app), wheeled))
    }
    const { frames, uneven, backwards, lost, loads } = await seenRows(app)
    assert.ok(frames > wheeled / step, `${frames} frames`)
    assert.ok(loads >= 4, `${loads} pages were loaded on the way`)
    assert.deepEqual({ uneven, backwards, lost }, { uneven: [], backwards: [], lost: 0 })
  })

  test('[VIEW1] further up the view stands still while others post, and says how many', async () => {
    await app.page.evaluate(watchRows)
    const jump = app.page.getByRole('button', { name: /new messages?$/ })
    await caller.post(lobby, 'the first new one')
    await eventually(async () => assert.equal(await jump.textContent(), '1 new message'))
    for (let at = 1; at < 12; at++) await caller.post(lobby, words(at))
    await eventually(async () => assert.equal(await jump.textContent(), '12 new messages'))
    await eventually(async () => assert.ok((await seenRows(app)).frames > 30))
    const { uneven, backwards, lost, moved } = await seenRows(app)
    assert.deepEqual({ uneven, backwards, lost }, { uneven: [], backwards: [], lost: 0 })
    assert.ok(Math.abs(moved) <= 1, `${moved} px`)
  })

  test('[VIEW3] the way down leads to the newest message; the line stands where unread begins', async () => {
    await app.page.getByRole('button', { name: '12 new messages' }).click()
    await eventually(async () => assert.equal(await gapBelow(app), 0))
    await inSidebar(app, 'Lobby').locator('.badge').waitFor({ state: 'detached' })
    assert.equal(await app.page.getByRole('button', { name: /new messages?$/ }).count(), 0)
    await app.page.getByRole('log').locator('.unread-line').waitFor()
    const below = await app.page
      .getByRole('log')
      .locator('.timeline-entry:has(.unread-line) article')
      .textContent()
    assert.match(below ?? '', /the first new one/)
    await openRoom(app, 'Lobby')
  })

  test('[VIEW5] a turn of the wheel leaves the end, also when what is there grows just then', async () => {
    await app.page.keyboard.press('End')
    await eventually(async () => assert.equal(await gapBelow(app), 0))
    await app.page.getByRole('log').evaluate(turnUpWhileGrowing)
    await app.page.getByRole('button', { name: 'Jump to the latest message' }).waitFor()
    assert.ok((await gapBelow(app)) > 100)
  })

  test('[SEC2] the page broke no policy and threw nothing', () => {
    assert.deepEqual(app.complaints, [])
  })
})

/** Runs in the page: scrolls up by the wheel in the frame in which what is there gets higher. */
function turnUpWhileGrowing(log: HTMLElement | SVGElement) {
  log.dispatchEvent(new WheelEvent('wheel', { deltaY: -300, bubbles: true }))
  ;(log.firstElementChild as HTMLElement).style.paddingTop = '40px'
  log.scrollTop -= 300
}

/** Posts of every height. */
function words(at: number): string {
  const name = `post ${at},`
  if (at % 11 === 0) return `${name} ${'a long story, '.repeat(40)}`
  if (at % 7 === 0) return `${name}\n- one\n- two\n\n\`\`\`js\nconst a = ${at}\n\`\`\``
  if (at % 5 === 0) return `${name} **strong**\nsecond line`
  return `${name} short`
}

/** What the rows on the screen did, frame by frame. */
type Rows = {
  frames: number
  /** Frames in which rows that were on the screen before and after moved differently, by how much. */
  uneven: number[]
  /** Frames in which they moved up, by how much. */
  backwards: number[]
  /** Frames without any row of the one before. */
  lost: number
  /** All movement, down counted as positive. */
  moved: number
  /** How often something was loaded above. */
  loads: number
}

/** Runs in the page: compares each frame with the one before. */
function watchRows() {
  const log = document.querySelector('[role=log]')!
  const rows: Rows = { frames: 0, uneven: [], backwards: [], lost: 0, moved: 0, loads: 0 }
  Object.assign(window, { rows })
  const look = () => {
    const { top, bottom } = log.getBoundingClientRect()
    const places = [...log.querySelectorAll<HTMLElement>('article[data-seq]')].map(
      row => [Number(row.dataset.seq), row.getBoundingClientRect()] as const,
    )
    return {
      height: log.scrollHeight,
      tops: new Map(
        places.filter(([, row]) => row.bottom > top && row.top < bottom).map(([seq, row]) => [seq, row.top]),
      ),
    }
  }
  let before = look()
  const frame = () => {
    if ((window as unknown as { rows: Rows }).rows !== rows) return
    const now = look()
    const steps = [...now.tops].flatMap(([seq, top]) =>
      before.tops.has(seq) ? [top - before.tops.get(seq)!] : [],
    )
    rows.frames++
    if (steps.length === 0) rows.lost++
    else {
      const [least, most] = [Math.min(...steps), Math.max(...steps)]
      if (most - least > 1) rows.uneven.push(most - least)
      if (least < -1) rows.backwards.push(least)
      rows.moved += (least + most) / 2
    }
    if (now.height - before.height > 500) rows.loads++
    before = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}

const seenRows = ({ page }: App) => page.evaluate(() => (window as unknown as { rows: Rows }).rows)

const movedSoFar = async (app: App) => Math.round((await seenRows(app)).moved)

const gapBelow = ({ page }: App) =>
  page.getByRole('log').evaluate(log => Math.round(log.scrollHeight - log.scrollTop - log.clientHeight))

const firstSeen = ({ page }: App) =>
  page.getByRole('log').evaluate(log => {
    const { top } = log.getBoundingClientRect()
    const rows = [...log.querySelectorAll<HTMLElement>('article[data-seq]')]
    return Number(rows.find(row => row.getBoundingClientRect().bottom > top)!.dataset.seq)
  })
