import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTurns } from './turns.ts'

test('[LIM6] only so many run at once, in the order of asking; whoever finds the line full is sent away', async () => {
  const inTurn = createTurns(2, 2)
  const begun: number[] = []
  const finish: (() => void)[] = []
  const ask = (id: number) =>
    inTurn(async () => {
      begun.push(id)
      await new Promise<void>(resolve => finish.push(resolve))
      return id
    })
  const work = [1, 2, 3, 4].map(ask)
  await assert.rejects(ask(5), { code: 'unavailable' })
  assert.deepEqual(begun, [1, 2])
  finish[0]?.()
  assert.equal(await work[0], 1)
  assert.deepEqual(begun, [1, 2, 3])
  for (let index = 1; index < 4; index++) {
    finish[index]?.()
    await work[index]
  }
  assert.deepEqual(begun, [1, 2, 3, 4])
})

test('[LIM6] work that fails gives its turn on', async () => {
  const inTurn = createTurns(1, 5)
  const failing = inTurn(() => Promise.reject(new Error('no')))
  const next = inTurn(async () => 'next')
  await assert.rejects(failing, /no/)
  assert.equal(await next, 'next')
})
