import assert from 'node:assert/strict'
import test from 'node:test'
import type { Message } from '@chatter/shared/messages.ts'
import fc from 'fast-check'
import type { PendingPost } from '../../store/state.ts'
import { grewAtStart, groupGap, keyOf, type Laid, layMessages, layPending } from './rows.ts'

const ada = { id: 1, displayName: 'Ada' }
const grace = { id: 2, displayName: 'Grace' }
const noon = new Date(2026, 10, 20, 12).getTime()

function post(seq: number, author: typeof ada, createdAt: number): Message {
  return { roomId: 1, seq, rev: seq, clientId: `c${seq}`, kind: 'post', author, body: 'x', createdAt }
}

function notice(seq: number, author: typeof ada, createdAt: number): Message {
  return { ...post(seq, author, createdAt), clientId: null, kind: 'notice', notice: { type: 'joined' } }
}

function pending(clientId: string, writtenAt: number): PendingPost {
  return { clientId, roomId: 1, body: 'x', writtenAt, state: 'sending' }
}

function layRows(messages: Message[], pending: PendingPost[], unreadFrom: number | null, me: number) {
  return [...layMessages(messages, unreadFrom, me).rows, ...layPending(pending, messages.at(-1), me)]
}

const grouped = (...args: Parameters<typeof layRows>) => layRows(...args).map(row => row.isGrouped)

test('Posts of one author within five minutes stand together', () => {
  const posts = [post(1, ada, noon), post(2, ada, noon + groupGap - 1), post(3, ada, noon + 2 * groupGap)]
  assert.deepEqual(grouped(posts, [], null, 1), [false, true, false])
})

test('Another author, a notice and a new day end a group', () => {
  const midnight = new Date(2026, 10, 21).getTime()
  const posts = [
    post(1, ada, noon),
    post(2, grace, noon + 1),
    notice(3, grace, noon + 2),
    post(4, grace, noon + 3),
    post(5, grace, midnight - 1000),
    post(6, grace, midnight + 1000),
  ]
  assert.deepEqual(grouped(posts, [], null, 1), [false, false, false, false, false, false])
})

test('A day is named above its first message', () => {
  const days = layRows(
    [post(1, ada, noon), post(2, ada, noon + 1), post(3, ada, noon + 86_400_000)],
    [],
    null,
    1,
  )
  assert.deepEqual(
    days.map(row => row.day !== null),
    [true, false, true],
  )
})

test('The line stands above the first unread message, and ends a group', () => {
  const posts = [post(1, grace, noon), post(2, grace, noon + 1), post(3, grace, noon + 2)]
  const rows = layRows(posts, [], 2, 1)
  assert.deepEqual(
    rows.map(({ startsUnread, isGrouped }) => [startsUnread, isGrouped]),
    [
      [false, false],
      [true, false],
      [false, true],
    ],
  )
})

test('Whoever posts under the clientId of somebody else gets a row of their own', () => {
  const [hers, theirs] = [post(1, ada, noon), { ...post(2, grace, noon), clientId: 'c1' }].map(keyOf)
  assert.notEqual(hers, theirs)
})

test('What is on its way stands below, as mine, and keeps its key when it arrives', () => {
  const before = layRows([post(1, ada, noon)], [pending('c2', noon + 1000)], null, 1)
  const after = layRows([post(1, ada, noon), post(2, ada, noon + 1100)], [], null, 1)
  assert.deepEqual(
    before.map(({ key, isGrouped }) => [key, isGrouped]),
    after.map(({ key, isGrouped }) => [key, isGrouped]),
  )
})

test('A clock that is behind puts no day above what is on its way', () => {
  const rows = layRows([post(1, ada, noon)], [pending('c2', noon - 86_400_000)], null, 1)
  assert.deepEqual([rows[1]?.day, rows[1]?.isGrouped], [null, true])
})

test('Growing at the start is told from growing at the end', () => {
  const keys = (...names: string[]) => names.map(key => ({ key }))
  assert.ok(grewAtStart(keys('c', 'd'), keys('a', 'b', 'c', 'd')))
  assert.ok(grewAtStart(keys('a', 'b', 'c'), keys('b', 'c')), 'shrunk')
  assert.ok(!grewAtStart(keys('a', 'b'), keys('a', 'b', 'c')))
  assert.ok(!grewAtStart(keys('a', 'b'), keys('x', 'y')), 'another stretch')
  assert.ok(!grewAtStart([], keys('a')))
})

test('Ten thousand messages are laid out in the blink of an eye', () => {
  const many = Array.from({ length: 10_000 }, (_, index) =>
    post(index + 1, index % 3 ? ada : grace, noon + index * 1000),
  )
  const times = Array.from({ length: 9 }, () => {
    const start = performance.now()
    layRows(many, [], 5000, 1)
    return performance.now() - start
  })
  // The quickest run is the one that other programs disturbed least.
  assert.ok(Math.min(...times) < 100, `${Math.min(...times)} ms`)
})

test('[NTC1] notices in a row that tell the same are one row, which keeps its key as it grows', () => {
  const notices = [notice(2, ada, noon), notice(3, grace, noon + 1), notice(4, ada, noon + 2)]
  const rows = layRows([post(1, ada, noon), ...notices, post(5, ada, noon + 3)], [], null, 1)
  assert.deepEqual(
    rows.map(({ key, message, run }) => [key, message?.seq, run?.length]),
    [
      ['1-c1', 1, undefined],
      ['notice-2', 4, 3],
      ['1-c5', 5, undefined],
    ],
  )
  const before = layRows([post(1, ada, noon), ...notices.slice(0, 2)], [], null, 1)
  assert.equal(before[1]?.key, 'notice-2')
  const left = { ...notice(5, ada, noon + 3), notice: { type: 'left' } as const }
  assert.equal(layRows([...notices, left], [], null, 1).length, 2, 'they tell something else')
  assert.equal(layRows([notice(1, ada, noon), notice(2, ada, noon + 86_400_000)], [], null, 1).length, 2)
})

test('[NTC1] who was removed is told as one row; what a room was called in between is told each time', () => {
  const rows = (type: 'removed' | 'renamed' | 'topic_changed') =>
    layRows(
      [1, 2, 3].map(seq => ({ ...notice(seq, seq === 2 ? ada : grace, noon), notice: { type } })),
      [],
      null,
      1,
    ).length
  assert.deepEqual([rows('removed'), rows('renamed'), rows('topic_changed')], [1, 3, 3])
})

test('Growing at the start is told, though the first row became part of the one above', () => {
  const page = [notice(3, ada, noon), notice(4, grace, noon), post(5, ada, noon)]
  const older = [post(1, ada, noon), notice(2, ada, noon)]
  assert.ok(grewAtStart(layRows(page, [], null, 1), layRows([...older, ...page], [], null, 1)))
})

test('A room that grows at an end keeps the rows that it has', () => {
  const all = Array.from({ length: 300 }, (_, n) => post(n + 1, n % 3 ? ada : grace, noon + n * 60_000))
  const before = layMessages(all.slice(100, 200), 150, 1)
  const older = layMessages(all.slice(0, 200), 150, 1, before)
  // The first of the page before follows a message now.
  assert.ok(before.rows.slice(1).every((row, index) => row === older.rows[101 + index]))
  const newer = layMessages(all, 150, 1, older)
  assert.ok(older.rows.slice(0, -1).every((row, index) => row === newer.rows[index]))
})

test('Rows that are laid from those before are as if they were laid anew', () => {
  const step = fc.record({
    cut: fc.tuple(fc.nat(40), fc.nat(40)),
    changed: fc.array(fc.nat(39), { maxLength: 3 }),
    unreadFrom: fc.option(fc.nat(42)),
    me: fc.constantFrom(1, 1, 1, 2),
  })
  const kinds = fc.array(
    fc.record({
      author: fc.constantFrom(ada, grace),
      gap: fc.nat(4),
      isNotice: fc.boolean(),
      isLeft: fc.boolean(),
    }),
    { minLength: 40, maxLength: 40 },
  )
  const property = fc.property(kinds, fc.array(step, { minLength: 2, maxLength: 8 }), (made, steps) => {
    let time = noon
    let all = made.map(({ author, gap, isNotice, isLeft }, index): Message => {
      time += [0, 60_000, groupGap, 3_600_000, 86_400_000][gap]!
      if (!isNotice) return post(index + 1, author, time)
      return { ...notice(index + 1, author, time), notice: { type: isLeft ? 'left' : 'joined' } }
    })
    let laid: Laid | undefined
    for (const { cut, changed, unreadFrom, me } of steps) {
      all = all.map((message, index) => (changed.includes(index) ? { ...message, body: 'y' } : message))
      const messages = all.slice(Math.min(...cut), Math.max(...cut))
      laid = layMessages(messages, unreadFrom, me, laid)
      assert.deepEqual(laid, layMessages(messages, unreadFrom, me))
    }
  })
  fc.assert(property, { numRuns: 1_000 })
})
