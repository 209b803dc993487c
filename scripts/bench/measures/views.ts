/**
 * What a person feels of 100,000 cached messages: from the click on a room to the paint that shows it, and the frames that
 * are dropped while 20,000 messages scroll by. An idle window drops frames too on a busy machine; that is told beside it.
 */
import { startBus, startDisplay } from '../../lib/screen.ts'
import type { Arena } from '../contenders.ts'
import { lobbyMessages, openCrowdedApp } from '../crowded-app.ts'
import type { Row } from '../report.ts'

const switches = 100

export async function measureViews(arena: Arena, quick: boolean): Promise<Row[]> {
  const [display, bus] = await Promise.all([startDisplay(), startBus()])
  const app = await openCrowdedApp(arena, { ...display.env, ...bus.env, LANG: 'en_US.UTF-8' })
  try {
    const times = await app.page.evaluate(switchRooms, quick ? switches / 4 : switches)
    const idle = await app.page.evaluate(dropsWhileIdle, 5_000)
    const drops = await app.page.evaluate(dropsWhileScrolling, lobbyMessages)
    return [
      {
        measure: 'app: room switch with 100,000 cached messages, p95',
        unit: 'ms',
        values: { chatter: quantile(times, 0.95) },
        demand: { is: 'at most', value: 50 },
      },
      {
        measure: 'app: room switch, median',
        unit: 'ms',
        values: { chatter: quantile(times, 0.5) },
      },
      {
        measure: 'app: frames dropped scrolling through 20,000 messages',
        unit: '%',
        values: { chatter: drops * 100, window: idle * 100 },
        demand: { is: 'at most', value: 1 },
      },
    ]
  } finally {
    await app.stop()
    await bus.stop()
    await display.stop()
  }
}

function quantile(values: number[], q: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * q)]!
}

/** Runs in the page: milliseconds from each click on a room until its newest messages are painted. */
async function switchRooms(count: number): Promise<number[]> {
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
  const names = ['Lobby', ...Array.from({ length: 8 }, (_, n) => `room-${n + 1}`)]
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

/** Runs in the page: the share of frames that were not painted while nothing happens. */
async function dropsWhileIdle(milliseconds: number): Promise<number> {
  const times: number[] = []
  const end = performance.now() + milliseconds
  while (performance.now() < end)
    times.push(await new Promise<number>(resolve => requestAnimationFrame(resolve)))
  const gaps = times.slice(1).map((time, index) => time - times[index]!)
  const frame = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)]!
  const dropped = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / frame) - 1), 0)
  return dropped / (gaps.length + dropped)
}

/**
 * Runs in the page: goes to the first message of the lobby, loading all of it, and then scrolls to its end, half a screen
 * in each frame. Answers with the share of frames that were not painted on the way down.
 */
async function dropsWhileScrolling(messages: number): Promise<number> {
  const nextFrame = () => new Promise<number>(resolve => requestAnimationFrame(resolve))
  document.querySelector<HTMLElement>('.sidebar-item[aria-label="Lobby"]')!.click()
  await new Promise(resolve => setTimeout(resolve, 1_000))
  const log = document.querySelector<HTMLElement>('[role=log][aria-label=Lobby]')!
  const firstSeq = () =>
    Math.min(
      ...[...log.querySelectorAll<HTMLElement>('[data-seq]')].map(({ dataset }) => Number(dataset.seq)),
    )
  for (const deadline = performance.now() + 300_000; firstSeq() > 5; await nextFrame()) {
    if (performance.now() > deadline)
      throw new Error(`Of ${messages} messages, those before ${firstSeq()} did not load.`)
    log.scrollTop = 0
  }
  await new Promise(resolve => setTimeout(resolve, 2_000))
  const step = log.clientHeight / 2
  const times: number[] = []
  while (log.scrollHeight - log.scrollTop - log.clientHeight > 2) {
    log.scrollTop += step
    times.push(await nextFrame())
    if (times.length > 60_000) throw new Error('The end of the lobby was not reached.')
  }
  const gaps = times.slice(1).map((time, index) => time - times[index]!)
  const frame = 1000 / 60
  const dropped = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / frame) - 1), 0)
  return dropped / (gaps.length + dropped)
}
