import assert from 'node:assert/strict'
import test from 'node:test'
import type { Message } from '@chatter/shared/messages.ts'
import { firstUnread, moveUnreadLine, placeOnOpen, placeUnreadLine, unreadOnOpen } from './unread-line.ts'

const message = (seq: number, authorId: number, kind: Message['kind'] = 'post'): Message => ({
  roomId: 1,
  seq,
  rev: seq,
  clientId: null,
  kind,
  author: { id: authorId, displayName: '' },
  body: '',
  createdAt: 0,
})

test('A room opens with the line after what was read, or without one', () => {
  assert.equal(unreadOnOpen({ unreadCount: 3, readSeq: 7 }), 8)
  assert.equal(unreadOnOpen({ unreadCount: 0, readSeq: 7 }), null)
})

test('The line stays while what is below it is read', () => {
  assert.equal(moveUnreadLine(8, { unreadCount: 0, readSeq: 10 }, true), 8)
  assert.equal(moveUnreadLine(8, { unreadCount: 1, readSeq: 10 }, true), 8)
})

test('What comes while nobody looks gets a line, once all before it is read', () => {
  assert.equal(moveUnreadLine(null, { unreadCount: 1, readSeq: 10 }, false), 11)
  assert.equal(moveUnreadLine(8, { unreadCount: 1, readSeq: 10 }, false), 11)
  assert.equal(moveUnreadLine(8, { unreadCount: 4, readSeq: 7 }, false), 8, 'not yet read')
})

test('What comes while somebody looks gets none', () => {
  assert.equal(moveUnreadLine(null, { unreadCount: 1, readSeq: 10 }, true), null)
})

test('[MARK10] A marker that is set back takes the line along, also while somebody looks', () => {
  const room = { unreadCount: 3, readSeq: 4, epoch: 2 }
  for (const line of [null, 8]) {
    assert.deepEqual(placeUnreadLine({ line, epoch: 1, count: 9 }, room, true), {
      line: 5,
      epoch: 2,
      count: 3,
    })
    const before = { line, epoch: 2, count: 3 }
    assert.equal(placeUnreadLine(before, room, true), before)
  }
})

test('With the line goes how many were unread, also of what came while nobody looked', () => {
  const opened = placeOnOpen({ unreadCount: 0, readSeq: 7, epoch: 1 })
  const away = placeUnreadLine(opened, { unreadCount: 1_500, readSeq: 7, epoch: 1 }, false)
  assert.deepEqual(away, { line: 8, epoch: 1, count: 1_500 })
  const more = placeUnreadLine(away, { unreadCount: 1_600, readSeq: 7, epoch: 1 }, false)
  assert.equal(more.count, 1_600)
  assert.equal(placeUnreadLine(more, { unreadCount: 20, readSeq: 1_587, epoch: 1 }, true), more)
})

test('The line stands above a post of somebody else, never above a notice or my own', () => {
  const messages = [message(7, 2), message(8, 2, 'notice'), message(9, 1), message(10, 2)]
  assert.equal(firstUnread(messages, 8, 1), 10)
  assert.equal(firstUnread(messages, 11, 1), null)
  assert.equal(firstUnread(messages, null, 1), null)
})
