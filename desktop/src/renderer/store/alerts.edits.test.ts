/** What an edit that names somebody raises, and what takes that back. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyEvent } from '@chatter/shared/apply.ts'
import { applyChanges, applyPage } from '@chatter/shared/messages.apply.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { ChatterEvent } from '@chatter/shared/protocol.ts'
import { applyRoomList } from '@chatter/shared/rooms.apply.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import { ada, createDesk, grace, noFiles, post, roomOf, snapshotOf } from '../../../test/news.ts'
import { createAlerts } from './alerts.driver.ts'
import type { Source } from './known.ts'

const serverUrl = 'http://chat.test'
const naming: Partial<Message> = { mentions: [{ id: ada.id, username: 'ada' }] }

/** A room with two posts of Grace, and what Ada's device does as it hears of them. */
function createSeat(details: Partial<Room> = {}, isInMemory = true) {
  const { asked, tellWindow, ...desk } = createDesk()
  let openRoomId = 1
  const alerts = createAlerts({ ...desk, listFiles: noFiles, serverUrl, openRoomId: () => openRoomId })
  const posts = [post(2, 1, grace, 'first'), post(2, 2, grace, 'second')]
  const room = roomOf(2, { name: 'Project', lastSeq: 2, rev: 2, unreadCount: 2, ...details })
  let known: Snapshot = snapshotOf(room)
  const page = { messages: posts, hasBefore: false, hasAfter: false }
  if (isInMemory) known = applyPage(known, 2, page, 2)
  const fold = (source: Source, after: Snapshot, messages: readonly Message[] = []) => {
    alerts.attend({ source, before: known, after, messages })
    known = after
  }
  return {
    alerts,
    hear(event: ChatterEvent) {
      const messages = event.name === 'messages:changed' ? event.payload.messages : []
      fold('event', applyEvent(known, event, 0), messages)
    },
    /** What a device learns that was away. */
    catchUp(change: Partial<Room>, messages: Message[]) {
      const is = { ...known.rooms[2]!, ...change, rev: messages.at(-1)!.rev }
      fold('list', applyRoomList(known, [is]))
      fold(
        'changes',
        applyChanges(known, 2, { messages, rev: is.rev, roomRev: is.rev, reset: false }),
        messages,
      )
      void alerts.caughtUp(known)
    },
    open(roomId: number) {
      openRoomId = roomId
      alerts.look()
    },
    tellWindow,
    shown: () =>
      asked.filter(([name]) => name === 'alert:show').map(([, alert]) => (alert as { body: string }).body),
    withdrawn: () => asked.filter(([name]) => name === 'alert:withdraw').length,
  }
}

const edit = (seq: number, body: string, details: Partial<Message> = {}, rev = 3): Message => ({
  ...post(2, seq, grace, body),
  rev,
  editedAt: 9,
  ...details,
})
const changed = (...messages: Message[]): ChatterEvent => ({
  name: 'messages:changed',
  payload: { roomId: 2, messages },
})
const moved = (details: Partial<Room>): ChatterEvent => {
  const { readSeq = 0, epoch = 0, unreadCount = 2, mentionCount = 0, lastSeq = 2, rev = 3 } = details
  const payload = { roomId: 2, readSeq, epoch, unreadCount, mentionCount, lastSeq, rev }
  return { name: 'marker:moved', payload }
}

test('[NOTE12] an edit that names a person is told to them once, however often it is edited', () => {
  const seat = createSeat()
  seat.hear(changed(edit(1, 'first @ada', naming)))
  seat.hear(moved({ mentionCount: 1 }))
  seat.hear(changed(edit(1, 'first, @ada', naming, 4)))
  seat.hear(changed(edit(1, 'first', {}, 5)))
  seat.hear(changed(edit(1, 'first @ada', naming, 6)))
  assert.deepEqual(seat.shown(), ['first @ada'])
  assert.equal(seat.withdrawn(), 0)
  seat.hear(moved({ readSeq: 2, unreadCount: 0, rev: 6 }))
  assert.equal(seat.withdrawn(), 1)
})

test('[NOTE12] it is not told to who was mentioned before, who wrote it, or who mutes the room', () => {
  const before = createSeat()
  before.hear(changed(edit(1, 'plain', {})))
  before.hear(changed(edit(2, '@room', { mentionsRoom: true }, 4)))
  assert.deepEqual(before.shown(), [], 'it names nobody, or everybody, who were told when it was written')
  const own = createSeat()
  own.hear(changed({ ...edit(1, 'me, @ada', naming), author: { id: ada.id, displayName: 'Ada' } }))
  assert.deepEqual(own.shown(), [])
  const muted = createSeat({ level: 'muted' })
  muted.hear(changed(edit(1, '@ada', naming)))
  assert.deepEqual(muted.shown(), [])
  const direct = createSeat({ kind: 'direct', peer: grace })
  direct.hear(changed(edit(1, '@ada', naming)))
  assert.deepEqual(direct.shown(), [])
  const all = createSeat({ level: 'all' })
  all.hear(changed(edit(1, '@ada', naming)))
  assert.deepEqual(all.shown(), ['@ada'])
})

test('[NOTE12] who looks at the room is not told, and who read it before is, until they look', async () => {
  const read = { readSeq: 2, unreadCount: 0 }
  const looking = createSeat(read)
  await new Promise(setImmediate)
  looking.tellWindow({ focused: true, visible: true })
  looking.open(2)
  looking.hear(changed(edit(1, 'first @ada', naming)))
  assert.deepEqual(looking.shown(), [])
  const away = createSeat(read)
  await new Promise(setImmediate)
  away.hear(changed(edit(1, 'first @ada', naming)))
  assert.deepEqual(away.shown(), ['first @ada'])
  away.hear({ name: 'presence:changed', payload: { presences: [], rooms: [] } })
  assert.equal(away.withdrawn(), 0, 'that it was read before its edit takes nothing back')
  away.open(2)
  assert.equal(away.withdrawn(), 0, 'nobody looks at a window that is behind')
  away.tellWindow({ focused: true, visible: true })
  assert.equal(away.withdrawn(), 1)
  const elsewhere = createSeat(read)
  elsewhere.hear(changed(edit(1, 'first @ada', naming)))
  elsewhere.hear(moved({ readSeq: 0, epoch: 1, mentionCount: 1 }))
  assert.equal(elsewhere.withdrawn(), 1, 'the marker moved on another device')
})

test('[NOTE12] of a post that is not in memory, the count of mentions tells whether it is new', () => {
  const seat = createSeat({}, false)
  seat.hear(changed(edit(1, 'first @ada', naming)))
  assert.deepEqual(seat.shown(), [])
  seat.hear(moved({ mentionCount: 1 }))
  assert.deepEqual(seat.shown(), ['first @ada'])
  const known = createSeat({ mentionCount: 1 }, false)
  known.hear(changed(edit(1, 'first, @ada', naming)))
  known.hear(moved({ mentionCount: 1, rev: 4 }))
  known.hear(moved({ mentionCount: 2, epoch: 1, rev: 4 }))
  assert.deepEqual(known.shown(), [], 'a marker that is set back counts old mentions')
})

test('[NOTE12] an edit that a device missed is told by its catch-up, unless it was read elsewhere since', () => {
  for (const isInMemory of [true, false]) {
    const unread = createSeat({}, isInMemory)
    unread.catchUp({ mentionCount: 1 }, [edit(1, 'first @ada', naming)])
    assert.deepEqual(unread.shown(), ['first @ada'])
  }
  const asleep = createSeat({ readSeq: 2, unreadCount: 0 })
  asleep.catchUp({}, [edit(1, 'first @ada', naming)])
  assert.deepEqual(asleep.shown(), ['first @ada'])
  const elsewhere = createSeat({ readSeq: 1, unreadCount: 1 })
  elsewhere.catchUp({ readSeq: 2, unreadCount: 0 }, [edit(1, 'first @ada', naming)])
  assert.deepEqual(elsewhere.shown(), [])
})

test('[NOTE11] the alert of an edited post goes when the post is deleted or the room is muted', () => {
  const muted: ChatterEvent = {
    name: 'preferences:changed',
    payload: { roomId: 2, level: 'muted', favourite: null },
  }
  for (const end of [muted, changed(edit(1, '', { deletedAt: 10 }, 4))]) {
    const seat = createSeat({ readSeq: 2, unreadCount: 0 })
    seat.hear(changed(edit(1, 'first @ada', naming)))
    seat.hear(end)
    assert.equal(seat.withdrawn(), 1)
  }
})
