import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '@chatter/shared/messages.ts'
import { emptyTimeline } from '@chatter/shared/snapshot.ts'
import { lettersOf } from './use-fonts-ahead.ts'

function timelineOf(bodies: readonly string[], displayName: string) {
  const messages = bodies.map(body => ({ body, author: { id: 1, displayName } }) as Message)
  return { ...emptyTimeline, messages }
}

test('each letter of the newest messages is asked for once, and so are those of names', () => {
  const old = ['낡', ...Array.from({ length: 40 }, () => '가나가')]
  const timelines = { 1: timelineOf(old, '김'), 2: timelineOf(['나 👋🏽'], '이나') }
  const { words, names } = lettersOf({ timelines })
  assert.deepEqual([...words].sort(), [...'가나 👋🏽'].sort())
  assert.equal(names, '김이나')
})
