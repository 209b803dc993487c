/** Files that go straight from app to app. */
import type { App } from './app.ts'

/**
 * Gives this app a minute, not seconds, to find a direct way, and the other one to answer: a slow machine may need it. Holds
 * until the page is loaded anew.
 */
export async function waitLongForWays({ page }: App): Promise<void> {
  await page.evaluate(() => {
    const { setTimeout } = window
    const wait = (act: () => void, time?: number, ...args: []) => {
      const isForWay = /No way was found in time|cannot/.test(String(act)) && time! > 2_000
      return setTimeout(act, isForWay ? 60_000 : time, ...args)
    }
    Object.assign(window, { setTimeout: wait })
  })
}
