import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { followComposition, type InputEventLike, type KeyPress, noComposition } from './composition.ts'

type TracedEvent = InputEventLike & { value: string }
type Trace = {
  inputMethod: string
  shows: string
  typed: string
  /** The keys that are for us, with what the input holds when they are acted on. */
  acts: { key: string; shift?: boolean; value: string }[]
  events: TracedEvent[]
}

const folder = join(import.meta.dirname, 'composition.traces')
const traces = readdirSync(folder).map(
  name => [name.replace('.json', ''), JSON.parse(readFileSync(join(folder, name), 'utf8')) as Trace] as const,
)

/** Keys without a meaning of their own here; every other press for us is what the test is about. */
const ignored = new Set(['Shift', ' '])

function replay(events: readonly TracedEvent[]) {
  const acts: Trace['acts'] = []
  let composition = noComposition
  let waiting: KeyPress | null = null
  let value = ''
  const act = ({ key, shift }: KeyPress) => {
    if (!ignored.has(key)) acts.push({ key, ...(shift && { shift }), value })
  }
  for (const event of events) {
    if (event.type === 'keydown' && waiting) {
      act(waiting)
      waiting = null
    }
    value = event.value
    const [after, verdict] = followComposition(composition, event)
    composition = after
    if (verdict.is === 'act') act(verdict.press)
    if (verdict.is === 'act-after') waiting = verdict.press
  }
  if (waiting) act(waiting)
  return acts
}

for (const [name, { inputMethod, typed, shows, acts, events }] of traces)
  test(`${name}: ${inputMethod}: ${typed}. ${shows}`, () => assert.deepEqual(replay(events), acts))

test('Traces cover Korean and Japanese on each system', () => {
  const names = traces.map(([name]) => name)
  for (const wanted of [
    'linux-hangul',
    'linux-mozc',
    'macos-korean',
    'macos-japanese',
    'windows-korean',
    'windows-japanese',
  ])
    assert.ok(
      names.some(name => name.startsWith(wanted)),
      wanted,
    )
})

const down = (key: string, more: Partial<TracedEvent> = {}) => ({
  type: 'keydown',
  key,
  code: key,
  value: '',
  ...more,
})

test('Without an input method every key is for us, with its Shift', () => {
  const acts = replay([
    down('Enter', { keyCode: 13, value: 'a' }),
    down('Enter', { keyCode: 13, shiftKey: true, value: 'b' }),
  ])
  assert.deepEqual(acts, [
    { key: 'Enter', value: 'a' },
    { key: 'Enter', shift: true, value: 'b' },
  ])
})

test('An Enter that overtakes the commit waits until the text is in the input', () => {
  const acts = replay([
    { type: 'compositionstart', value: '' },
    { type: 'input', value: '하' },
    down('Enter', { keyCode: 13, value: '하' }),
    { type: 'compositionend', value: '' },
    { type: 'input', value: '하' },
    { type: 'keyup', key: 'Enter', value: '하' },
  ])
  assert.deepEqual(acts, [{ key: 'Enter', value: '하' }])
})

test('So does a line break, with Shift and without, that comes by itself or as a key', () => {
  for (const shiftKey of [false, true])
    for (const lineBreak of [
      down('Enter', { keyCode: 13, shiftKey, value: '하' }),
      { type: 'beforeinput', inputType: 'insertLineBreak', shiftKey, value: '하' },
    ]) {
      const acts = replay([
        { type: 'compositionstart', value: '' },
        down('Process', { code: 'Enter', keyCode: 229, shiftKey, value: '하' }),
        lineBreak,
        { type: 'compositionend', value: '' },
        { type: 'input', value: '하' },
      ])
      assert.deepEqual(acts, [{ key: 'Enter', ...(shiftKey && { shift: true }), value: '하' }])
    }
})

test('Leaving the input forgets a composition that never ended', () => {
  const acts = replay([
    { type: 'compositionstart', value: '' },
    { type: 'blur', value: '' },
    down('Enter', { keyCode: 13, value: 'ok' }),
  ])
  assert.deepEqual(acts, [{ key: 'Enter', value: 'ok' }])
})

test('A composition whose end was never heard of does not swallow the next Enter', () => {
  const acts = replay([
    { type: 'compositionstart', value: '' },
    down('Enter', { keyCode: 13, isComposing: false, value: 'ok' }),
  ])
  assert.deepEqual(acts, [{ key: 'Enter', value: 'ok' }])
})
