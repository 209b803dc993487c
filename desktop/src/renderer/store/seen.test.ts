import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Bridge, WindowState } from '../../bridge/bridge.ts'
import { type Attention, inputPatience, isSeen, watchAttention } from './seen.ts'

const attention: Attention = { focused: true, visible: true, lastInputAt: 1_000 }

test('[MARK7] seen means: on screen, in a focused and visible window, of somebody who is there', () => {
  assert.equal(isSeen(true, attention, 1_000), true)
  assert.equal(isSeen(false, attention, 1_000), false)
  assert.equal(isSeen(true, { ...attention, focused: false }, 1_000), false)
  assert.equal(isSeen(true, { ...attention, visible: false }, 1_000), false)
  assert.equal(isSeen(true, attention, 1_000 + inputPatience), false)
})

test('attention follows the window and what somebody does in it', async () => {
  let tell: (state: WindowState) => void = () => {}
  const bridge = {
    ask: async () => ({ focused: true, visible: true }),
    on: (_: string, listener: typeof tell) => {
      tell = listener
      return () => {}
    },
  } as unknown as Bridge
  let now = 0
  const page = new EventTarget()
  const watch = watchAttention(bridge, page, () => now)
  await Promise.resolve()
  const heard: boolean[] = []
  watch.onChange(({ focused, lastInputAt }) =>
    heard.push(isSeen(focused, watch.read(), now) && lastInputAt === now),
  )
  tell({ focused: false, visible: true })
  tell({ focused: true, visible: true })
  assert.deepEqual(heard, [false, true])
  now = inputPatience + 1
  assert.equal(isSeen(true, watch.read(), now), false)
  page.dispatchEvent(new Event('pointermove'))
  assert.deepEqual(heard, [false, true, true])
  page.dispatchEvent(new Event('pointermove'))
  assert.equal(heard.length, 3)
  watch.stop()
})
