/** Input methods whose events were written down, played into a text field of the app. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'

type TracedEvent = {
  type: string
  value: string
  key?: string
  code?: string
  keyCode?: number
  isComposing?: boolean
  shiftKey?: boolean
  inputType?: string
  data?: string
}
export type Trace = { inputMethod: string; typed: string; shows: string; events: TracedEvent[] }

const folder = join(import.meta.dirname, '../../src/renderer/lib/composition.traces')

/** All of them by name; those called `linux-…` were recorded, the others are made from what is documented. */
export const traces: Readonly<Record<string, Trace>> = Object.fromEntries(
  readdirSync(folder).map(file => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(join(folder, file), 'utf8')),
  ]),
)

/**
 * Does to the field, which has the focus, what the browser and the input method did when the trace was written. Resolves
 * with what the field held at a key, where that is something else than it held then: there, something was sent too soon.
 */
export function play(trace: Trace, field: Locator): Promise<string[]> {
  return field.evaluate(playEvents, trace.events)
}

/** Runs in the page. What the app prevents does not happen, nor what the browser would do because of it. */
async function playEvents(element: HTMLElement | SVGElement, events: TracedEvent[]) {
  const field = element as HTMLTextAreaElement
  let before = ''
  let isPrevented = false
  const surprises: string[] = []
  for (const { type, value, data, ...event } of events) {
    // Each key has a turn of its own.
    if (type === 'keydown') {
      await new Promise(resolve => setTimeout(resolve))
      isPrevented = false
      if (field.value !== value) surprises.push(`${event.code}: ${field.value}`)
    }
    const followsKey = type === 'keypress' || type === 'beforeinput' || type === 'input'
    if (!(isPrevented && followsKey && !event.isComposing)) {
      if (type === 'input') edit(before, value)
      const isKey = type.startsWith('key')
      const Kind = isKey ? KeyboardEvent : type.startsWith('composition') ? CompositionEvent : InputEvent
      const cancelable = type === 'keydown' || type === 'keypress' || type === 'beforeinput'
      const sent = new Kind(type, {
        bubbles: true,
        composed: true,
        cancelable,
        ...event,
        ...(data !== undefined && { data }),
      })
      if (!field.dispatchEvent(sent)) isPrevented = true
    }
    before = value
  }
  await new Promise(resolve => setTimeout(resolve))
  return surprises

  /** Changes the end of the field as the trace did, whatever the app has made of the field meanwhile. */
  function edit(from: string, to: string) {
    let same = 0
    while (same < from.length && from[same] === to[same]) same++
    const kept = field.value.slice(0, Math.max(0, field.value.length - (from.length - same)))
    field.value = kept + to.slice(same)
  }
}
