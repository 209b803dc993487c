import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createWays } from './direct.ways.ts'

const minute = 60_000

test('[FILE77] where there was no way, none is looked for, each time for longer, also after a restart', () => {
  const kept = new Map<string, string>()
  const localStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
  Object.defineProperty(globalThis, 'localStorage', { value: localStorage, configurable: true })
  let now = 1_000
  const open = (accountId = 1) =>
    createWays({ serverUrl: 'http://chatter.example', accountId, now: () => now })
  open().noteUnfound(7)
  const restOf = () => {
    const begun = now
    while (open().isResting(7)) now += minute
    return (now - begun) / minute
  }
  assert.ok(open().isResting(7))
  assert.ok(!open().isResting(8) && !open(2).isResting(7))
  assert.equal(restOf(), 10)
  const rests = [1, 2, 3, 4, 5].map(() => {
    open().noteUnfound(7)
    return restOf()
  })
  assert.deepEqual(rests, [30, 90, 270, 360, 360])
  open().noteFound(7)
  assert.equal(kept.size, 0)
  open().noteUnfound(7)
  assert.equal(restOf(), 10)
  kept.set('chatter.direct.unfound http://chatter.example 1', 'no list')
  assert.ok(!open().isResting(7))
})
