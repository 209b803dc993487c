/** What people do with posts on the screen. */
import type { Locator } from 'playwright-core'
import type { App } from './app.ts'
import { eventually } from './eventually.ts'

/** The posts on the screen that hold these words. */
export function post({ page }: App, words: string): Locator {
  return page.getByRole('log').locator('article.post', { hasText: words })
}

export function composer({ page }: App): Locator {
  return page.getByRole('textbox', { name: 'Message' })
}

/** Chooses from the menu of a post; again where the post moved away from under the pointer. */
export async function choose(app: App, words: string, action: string): Promise<void> {
  await eventually(async () => {
    await post(app, words).click({ button: 'right', position: { x: 400, y: 12 } })
    await app.page.getByRole('menuitem', { name: action, exact: true }).click({ timeout: 5_000 })
  })
}

/** Presses a button of the bar that a post shows under the pointer; again where the post moved away from under it. */
export async function use(app: App, words: string, button: string): Promise<void> {
  const act = post(app, words).getByRole('toolbar').getByRole('button', { name: button, exact: true })
  await eventually(async () => {
    await post(app, words).hover()
    await act.click({ timeout: 3_000 })
  })
}

/** The room opens where unread begins; what is below is read once it was on the screen. */
export async function toLatest({ page }: App): Promise<void> {
  const below = page.getByRole('button', { name: /^Jump to the latest message$|new messages?$/ })
  // It may have been there for a moment only.
  await eventually(async () => {
    if (await below.isVisible()) await below.click({ timeout: 2_000 })
  })
}
