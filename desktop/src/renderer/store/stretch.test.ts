import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '@chatter/shared/messages.ts'
import { growByNews, growByPage, pruned, stretchLimits } from './stretch.ts'

const stretch = { first: 11, last: 20, rev: 30 }

test('news that continues the stretch is put, and the stretch reaches further', () => {
  const growth = growByNews(stretch, [message(21, 31), message(15, 32), message(3, 33)], 30, 33)
  assert.deepEqual(growth?.stretch, { first: 11, last: 21, rev: 33 })
  assert.deepEqual(seqs(growth?.put), [21, 15])
})

test('news after a gap would leave a hole, and old news is known', () => {
  assert.equal(growByNews(stretch, [message(22, 32)], 31, 32), undefined)
  assert.equal(growByNews(stretch, [message(20, 30)], 29, 30), undefined)
  assert.equal(growByNews(undefined, [message(1, 1)], 0, 1), undefined)
})

test('a page that touches makes the stretch longer, as true as the older of both', () => {
  assert.deepEqual(growByPage(stretch, page(5, 10, true), 40)?.stretch, { first: 5, last: 20, rev: 30 })
  assert.deepEqual(growByPage(stretch, page(5, 10, true), 25)?.stretch, { first: 5, last: 20, rev: 25 })
})

test('a page that lies apart is not kept, unless it is the newest: then it takes the place', () => {
  assert.equal(growByPage(stretch, page(1, 9, true), 30), undefined)
  assert.deepEqual(growByPage(stretch, page(30, 40, false), 50), {
    stretch: { first: 30, last: 40, rev: 50 },
    put: page(30, 40, false).messages,
    clear: true,
  })
})

test('a newest page that knows more takes the place of a stretch that lags behind', () => {
  assert.deepEqual(growByPage({ first: 1, last: 0, rev: 0 }, page(1, 3, false), 3)?.stretch, {
    first: 1,
    last: 3,
    rev: 3,
  })
})

test('a room without messages is known to be empty', () => {
  assert.deepEqual(growByPage(undefined, page(1, 0, false), 0)?.stretch, { first: 1, last: 0, rev: 0 })
})

test('a stretch that is too long loses its old end', () => {
  const long = { first: 1, last: stretchLimits.most + 1, rev: 1 }
  const { first, last } = pruned(long)
  assert.equal(last - first + 1, stretchLimits.kept)
  assert.equal(pruned({ ...long, last: stretchLimits.most }).first, 1)
})

function page(first: number, last: number, hasAfter: boolean) {
  const messages = Array.from({ length: last - first + 1 }, (_, index) =>
    message(first + index, first + index),
  )
  return { messages, hasAfter }
}

function message(seq: number, rev: number): Message {
  const author = { id: 1, displayName: 'Ada' }
  return { roomId: 1, seq, rev, clientId: null, kind: 'post', author, body: '', createdAt: 0 }
}

function seqs(messages: readonly Message[] = []) {
  return messages.map(({ seq }) => seq)
}
