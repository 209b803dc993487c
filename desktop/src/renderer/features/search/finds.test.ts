import assert from 'node:assert/strict'
import test from 'node:test'
import type { Message } from '@chatter/shared/messages.ts'
import { addressOf, findsWithin, renewFinds } from './finds.ts'

const message = (seq: number, more: Partial<Message> = {}) =>
  ({ roomId: 1, seq, rev: seq, kind: 'post', author: { id: 2 }, body: `plan ${seq}`, ...more }) as Message
const found = [message(3), message(2), message(2, { roomId: 9 })]
const after = (...news: Message[]) => new Map(news.map(each => [addressOf(each), each]))
const renew = (...news: Message[]) => renewFinds(found, after(...news), { query: 'plan' })

test('[LOOK5] what is deleted is found no more', () => {
  assert.deepEqual(renew(message(2, { rev: 10, body: '', deletedAt: 5 })), [found[0], found[2]])
})

test('[LOOK5] what is edited stands in its new words, or is found no more', () => {
  const better = message(3, { rev: 10, body: 'a better plan' })
  assert.deepEqual(renew(better), [better, found[1], found[2]])
  assert.deepEqual(renew(message(3, { rev: 10, body: 'given up' })), [found[1], found[2]])
})

test('[LOOK5] what narrows the search is heeded, too', () => {
  const news = after(message(3, { rev: 10 }))
  assert.deepEqual(renewFinds(found, news, { query: '', has: 'reaction' }), [found[1], found[2]])
})

test('[LOOK5] what is not newer changes nothing', () => {
  assert.equal(renew(message(3), message(2, { rev: 1, body: 'old words' })), found)
  assert.equal(renew(message(7, { body: 'another plan' })), found)
})

test('[LOOK5] rooms that one is not in any more are not found in', () => {
  const rooms = (...ids: number[]) => ({ rooms: Object.fromEntries(ids.map(id => [id, {} as never])) })
  assert.equal(findsWithin(found, rooms(1, 9)), found)
  assert.deepEqual(findsWithin(found, rooms(1)), [found[0], found[1]])
})
