import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Bridge, WindowState } from '../../bridge/bridge.ts'
import { inputPatience, watchAttention } from './seen.ts'

test('[MARK7] somebody looks at a window that is focused and visible, and in which they did something lately', async () => {
  const desk = createDesk({ focused: true, visible: true })
  assert.equal(desk.watch.isAttentive(), false, 'not before the window has told')
  await Promise.resolve()
  assert.equal(desk.watch.isAttentive(), true)
  desk.tell({ focused: false, visible: true })
  assert.equal(desk.watch.isAttentive(), false)
  desk.tell({ focused: true, visible: false })
  assert.equal(desk.watch.isAttentive(), false)
  desk.tell({ focused: true, visible: true })
  assert.equal(desk.watch.isAttentive(), true)
  desk.pass(inputPatience - 1)
  assert.equal(desk.watch.isAttentive(), true)
  desk.pass(1)
  assert.equal(desk.watch.isAttentive(), false)
})

test('attention follows the window and what somebody does in it', async () => {
  const desk = createDesk({ focused: true, visible: true })
  await Promise.resolve()
  const heard: boolean[] = []
  desk.watch.onChange(() => heard.push(desk.watch.isAttentive()))
  desk.tell({ focused: false, visible: true })
  desk.tell({ focused: true, visible: true })
  assert.deepEqual(heard, [false, true])
  desk.pass(inputPatience + 1)
  desk.page.dispatchEvent(new Event('pointermove'))
  assert.deepEqual(heard, [false, true, true])
  desk.page.dispatchEvent(new Event('pointermove'))
  assert.equal(heard.length, 3)
  desk.watch.stop()
})

function createDesk(window: WindowState) {
  let tell: (state: WindowState) => void = () => {}
  const bridge = {
    ask: async () => window,
    on: (_: string, listener: typeof tell) => {
      tell = listener
      return () => {}
    },
  } as unknown as Bridge
  let time = 0
  const page = new EventTarget()
  return {
    page,
    watch: watchAttention(bridge, page, () => time),
    tell: (state: WindowState) => tell(state),
    pass(milliseconds: number) {
      time += milliseconds
    },
  }
}
