/**
 * What a person feels of 100,000 cached messages: from the click on a room to the paint that shows it, and the frames that
 * are missed while the 20,000 messages of the lobby scroll by. On a machine without a graphics card frames are missed even
 * when little happens; so the same is done in a plain list of as many rows, and with nothing at all, in the same runtime.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { pick, randomOf } from '../../../server/test/corpus.ts'
import { startBus, startDisplay } from '../../lib/screen.ts'
import { countCached, openChatter } from '../chatter-app.ts'
import type { Arena } from '../contenders.ts'
import { onAllCores } from '../cores.ts'
import { fillCrowdedApp, lobbyMessages, roomNames, utterance } from '../crowded-app.ts'
import type { Row } from '../report.ts'
import { type Frames, rest, scrollDown, shareMissed, speed, writePlainList } from '../scrolling.ts'

/** So many as a day has: what is slow the first time, before its code is compiled, is slow in few of them. */
const switches = 300
const cached = 100_000

export async function measureViews(arena: Arena, quick: boolean): Promise<Row[]> {
  // The screen is no part of what is measured, and no part of the load either.
  const [display, bus] = await onAllCores(() => Promise.all([startDisplay(), startBus()]))
  const crowded = await fillCrowdedApp(arena, { ...display.env, ...bus.env, LANG: 'en_US.UTF-8' })
  const { page, openEmpty, quit } = await openChatter(crowded.env)
  try {
    await page.waitForSelector('.frame[data-connection=online]')
    const count = await page.evaluate(countCached)
    if (count < cached) throw new Error(`The app has only ${count} messages in its cache.`)
    // What an app that was just opened does in the background is not what a person meets all day.
    await sleep(5_000)
    const names = ['Lobby', ...roomNames]
    const times = await page.evaluate(switchRooms, { names, count: quick ? switches / 3 : switches })
    const idle = await page.evaluate(rest, 3_000)
    const reading = await page.evaluate(goToFirst, lobbyMessages)
    const longest = quick ? 15_000 : 150_000
    const scrolled = await page.evaluate(scrollDown, { pace: speed, longest })
    const list = await openEmpty()
    await list.evaluate(writePlainList, plainTexts())
    await sleep(2_000)
    const plain = await list.evaluate(scrollDown, { pace: speed, longest: 10_000 })
    return rowsOf({ times, idle, reading, scrolled, plain })
  } finally {
    await quit()
    await crowded.stop()
    await bus.stop()
    await display.stop()
  }
}

type Measured = { times: number[]; idle: Frames; reading: number; scrolled: Frames; plain: Frames }

function rowsOf({ times, idle, reading, scrolled, plain }: Measured): Row[] {
  return [
    {
      measure: 'app: room switch with 100,000 cached messages, p95',
      unit: 'ms',
      values: { chatter: quantile(times, 0.95) },
      demand: { is: 'at most', value: 50 },
    },
    { measure: 'app: room switch, median', unit: 'ms', values: { chatter: quantile(times, 0.5) } },
    {
      measure: 'app: to the first of 20,000 messages',
      unit: 's',
      values: { chatter: reading / 1000 },
    },
    {
      measure: 'app: frames missed scrolling through 20,000 messages (window: a plain list of as many)',
      unit: '%',
      values: { chatter: shareMissed(scrolled) * 100, window: shareMissed(plain) * 100 },
      demand: { is: 'at most', value: 1 },
    },
    { measure: 'app: frames missed at rest', unit: '%', values: { chatter: shareMissed(idle) * 100 } },
  ]
}

function plainTexts(): string[] {
  const random = randomOf(8)
  const texts = Array.from({ length: 500 }, () => utterance(random))
  return Array.from({ length: lobbyMessages }, () => pick(random, texts))
}

function quantile(values: number[], q: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * q)]!
}

/** Runs in the page: milliseconds from each click on a room until its newest messages are painted. */
async function switchRooms({ names, count }: { names: string[]; count: number }): Promise<number[]> {
  const painted = () =>
    new Promise<number>(resolve =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve(performance.now())
        port2.postMessage(null)
      }),
    )
  const isShown = (name: string) => {
    const log = document.querySelector('[role=log]')
    if (log?.getAttribute('aria-label') !== name) return false
    const { bottom } = log.getBoundingClientRect()
    return [...log.querySelectorAll('article[data-seq]')].some(article => {
      const box = article.getBoundingClientRect()
      return box.height > 0 && box.bottom <= bottom && box.bottom > bottom - 200
    })
  }
  const find = (name: string) => document.querySelector<HTMLElement>(`.sidebar-item[aria-label="${name}"]`)!
  const times: number[] = []
  for (let n = 0; n < count; n++) {
    const name = names[(n * 4 + 1) % names.length]!
    const start = performance.now()
    find(name).click()
    let at = await painted()
    while (!isShown(name)) {
      if (at - start > 10_000) throw new Error(`${name} did not appear.`)
      at = await painted()
    }
    times.push(at - start)
    await new Promise(resolve => setTimeout(resolve, 300))
  }
  return times
}

/** Runs in the page: drags the lobby to its top until all of it is there. Answers with the milliseconds that it takes. */
async function goToFirst(messages: number): Promise<number> {
  const nextFrame = () => new Promise<number>(resolve => requestAnimationFrame(resolve))
  document.querySelector<HTMLElement>('.sidebar-item[aria-label="Lobby"]')!.click()
  await new Promise(resolve => setTimeout(resolve, 1_000))
  const log = document.querySelector<HTMLElement>('[role=log][aria-label=Lobby]')!
  const start = performance.now()
  while (log.scrollTop > 0 || !log.querySelector('.room-start')) {
    if (performance.now() - start > 60_000) throw new Error(`Not all of ${messages} messages were read.`)
    log.scrollTop = 0
    await nextFrame()
  }
  const taken = performance.now() - start
  await new Promise(resolve => setTimeout(resolve, 1_000))
  return taken
}
