/** What people do with the keys alone, and what they see of where they are. */
import assert from 'node:assert/strict'
import type { App } from './app.ts'
import { eventually } from './eventually.ts'

/** Where the focus is: what a screen reader would call it, and whether eyes find it. */
export type Focus = { name: string; role: string; isVisible: boolean }

export function readFocus({ page }: App): Promise<Focus> {
  return page.evaluate(() => {
    const element = document.activeElement!
    const named = element.getAttribute('aria-labelledby')?.split(' ') ?? []
    const labels = named.map(id => document.getElementById(id)?.textContent ?? '')
    const fields = [...((element as HTMLInputElement).labels ?? [])].map(label => label.textContent ?? '')
    const name =
      element.getAttribute('aria-label') ?? ([...labels, ...fields].join(' ') || element.textContent!)
    const isRinged = (each: Element) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each)
      return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
    }
    const { width, height, top, left } = element.getBoundingClientRect()
    const isOnScreen = width > 0 && height > 0 && top < innerHeight && left < innerWidth
    // A field's ring is that of the frame around it.
    const frames = element.matches('input, textarea')
      ? [element, element.parentElement!, element.parentElement!.parentElement!]
      : [element]
    return {
      name: name.trim(),
      role: element.getAttribute('role') ?? element.localName,
      isVisible: isOnScreen && frames.some(isRinged),
    }
  })
}

/** Waits until the focus is here, and can be seen. */
export async function isAt(app: App, name: string | RegExp): Promise<void> {
  await eventually(async () => {
    const focus = await readFocus(app)
    assert.ok(fits(focus.name, name), `The focus is not at ${name}, but at ${JSON.stringify(focus)}.`)
    assert.ok(focus.isVisible, `The focus cannot be seen at ${JSON.stringify(focus)}.`)
  }, 15_000)
}

/** Presses keys one after the other, each as long as a finger does. */
export async function press({ page }: App, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key, { delay: 40 })
}

/** Presses one key until the focus is here; at every stop it can be seen. */
export async function pressTo(app: App, key: string, name: string | RegExp, most = 40): Promise<void> {
  const passed: string[] = []
  for (let count = 0; count < most; count++) {
    await press(app, key)
    // A list gives the focus on when it has scrolled.
    await app.page.evaluate(
      () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))),
    )
    const focus = await readFocus(app)
    if (focus.role !== 'body')
      assert.ok(
        focus.isVisible,
        `The focus cannot be seen at ${JSON.stringify(focus)}, after ${passed.join(', ')}.`,
      )
    if (fits(focus.name, name)) return
    passed.push(`${focus.role} ${focus.name.slice(0, 30)}`)
  }
  assert.fail(`${key} does not lead to ${name}, but to ${passed.join(', ')}.`)
}

export async function type({ page }: App, words: string): Promise<void> {
  await page.keyboard.type(words)
}

function fits(name: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? name === wanted : wanted.test(name)
}
