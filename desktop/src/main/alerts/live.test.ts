import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AlertBackend } from './backend.ts'
import { createLiveAlerts } from './live.ts'

/** A desktop that answers when it is told to, and what stands on it. */
function createSlowDesk() {
  const standing = new Set<string>()
  const asked: { body: string; answer: (reason?: string) => void; click: () => void }[] = []
  const backend: AlertBackend = {
    name: 'electron',
    show: ({ body }, onClick) =>
      new Promise(resolve => {
        const answer = (reason?: string) => {
          if (reason) return resolve({ reason })
          standing.add(body)
          resolve({ close: () => standing.delete(body) })
        }
        asked.push({ body, answer, click: onClick })
      }),
  }
  const alerts = createLiveAlerts([backend])
  const show = (roomId: number, body: string) =>
    alerts.show({ key: `server ${roomId}`, roomId }, { id: roomId, title: 'Grace', body }, () => {})
  return { alerts, show, asked, standing }
}

test('[NOTE2] an alert that is taken back before the system has answered does not stay', async () => {
  const { alerts, show, asked, standing } = createSlowDesk()
  const outcome = show(1, 'read meanwhile')
  const other = show(2, 'not read')
  alerts.withdraw(1)
  for (const { answer } of asked) answer()
  assert.deepEqual(await outcome, { shown: true, backend: 'electron' })
  await other
  assert.deepEqual([...standing], ['not read'])
  alerts.withdraw(2)
  assert.deepEqual([...standing], [])
})

test('[NOTE2] of two alerts of a room the newer stays, in whichever order the system answers', async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const { alerts, show, asked, standing } = createSlowDesk()
    const outcomes = [show(1, 'older'), show(1, 'newer')]
    for (const at of order) asked[at]!.answer()
    await Promise.all(outcomes)
    assert.deepEqual([...standing], ['newer'])
    asked[0]!.click()
    alerts.withdrawAll()
    assert.deepEqual([...standing], [])
  }
})

test('[NOTE5] what was refused leaves its place', async () => {
  const { alerts, show, asked, standing } = createSlowDesk()
  const refused = show(1, 'refused')
  asked[0]!.answer('no desktop')
  assert.deepEqual(await refused, { shown: false, backend: 'none', reason: 'electron: no desktop' })
  const again = show(1, 'again')
  asked[1]!.answer()
  await again
  assert.deepEqual([...standing], ['again'])
  alerts.withdraw(1)
  assert.deepEqual([...standing], [])
})
