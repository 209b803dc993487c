import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createInTurn } from './in-turn.ts'

test('work of one key runs one after the other, whatever becomes of it; that of another key does not wait', async () => {
  const inTurn = createInTurn<number>()
  const said: string[] = []
  const work = (word: string, time: number) => async () => {
    said.push(`${word} begins`)
    await pause(time)
    said.push(`${word} ends`)
    if (word === 'second') throw new Error('refused')
    return word
  }
  const all = await Promise.allSettled([
    inTurn(1, work('first', 20)),
    inTurn(1, work('second', 5)),
    inTurn(1, work('third', 0)),
    inTurn(2, work('other', 5)),
  ])
  assert.deepEqual(
    all.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
  )
  assert.deepEqual(
    said.filter(word => !word.startsWith('other')),
    ['first begins', 'first ends', 'second begins', 'second ends', 'third begins', 'third ends'],
  )
  assert.ok(said.indexOf('other ends') < said.indexOf('first ends'))
})
