/** What raises an alert, what takes it back, and what the badge counts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyEvent } from '@chatter/shared/apply.ts'
import type { Message } from '@chatter/shared/messages.ts'
import { applyRoomList } from '@chatter/shared/rooms.apply.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { emptySnapshot, type Snapshot } from '@chatter/shared/snapshot.ts'
import { ada, createDesk, grace, noFiles, post, roomOf, snapshotOf } from '../../../test/news.ts'
import { noteDialog } from '../lib/open-dialogs.ts'
import { createAlerts } from './alerts.driver.ts'
import { alertOf, badgeCount, isRead, type Looking, newsFor } from './alerts.ts'
import type { Folded, Source } from './known.ts'
import { inputPatience } from './seen.ts'

const serverUrl = 'http://chat.test'
const elsewhere: Looking = { isAttentive: false, openRoomId: 1, atEndOf: 1 }
const direct = roomOf(1, { kind: 'direct', peer: grace })
const lobby = roomOf(2, { lobby: true })
const before = snapshotOf(direct, lobby)

test('[NOTE7] a private post of somebody else raises an alert with their name and words', () => {
  assert.deepEqual(alertsFor(told(post(1, 1, grace, 'Hello\n  Ada')), elsewhere), [
    { destination: { serverUrl, roomId: 1, seq: 1 }, title: 'Grace', body: 'Hello Ada' },
  ])
})

test('[NOTE7] no alert for my own posts, other rooms, notices, or what is looked at', () => {
  const hello = post(1, 1, grace)
  const here: Looking = { isAttentive: true, openRoomId: 1, atEndOf: 1 }
  assert.equal(alertsFor(told(hello), here).length, 0)
  assert.equal(alertsFor(told(hello), { ...here, openRoomId: 2, atEndOf: 2 }).length, 1)
  assert.equal(alertsFor(told(post(1, 1, ada)), elsewhere).length, 0)
  assert.equal(alertsFor(told(post(2, 1, grace)), elsewhere).length, 0)
  assert.equal(alertsFor(told({ ...hello, kind: 'notice' }), elsewhere).length, 0)
})

test('[NOTE7] no alert for what was read on another device, nor twice for the same post', () => {
  const hello = post(1, 1, grace)
  const folded = told(hello)
  const marker = { roomId: 1, readSeq: 1, epoch: 0, unreadCount: 0, mentionCount: 0, lastSeq: 1, rev: 1 }
  const after = applyEvent(folded.after, { name: 'marker:moved', payload: marker }, 0)
  assert.deepEqual(alertsFor({ ...folded, after }, elsewhere), [])
  assert.deepEqual(alertsFor({ ...folded, before: folded.after }, elsewhere), [])
})

test('[NOTE7] who reads old history in the room is told, and who left the desk with the room open', async () => {
  const shownTo = async (spend: (desk: ReturnType<typeof createDesk>) => void) => {
    const desk = createDesk()
    await new Promise(setImmediate)
    desk.tellWindow({ focused: true, visible: true })
    desk.attention.showEnd(1)
    spend(desk)
    const alerts = createAlerts({ ...desk, listFiles: noFiles, serverUrl, openRoomId: () => 1 })
    alerts.attend(told(post(1, 1, grace)))
    return desk.asked.filter(([name]) => name === 'alert:show').length
  }
  assert.equal(await shownTo(() => {}), 0)
  assert.equal(await shownTo(({ pass }) => pass(inputPatience - 1)), 0)
  assert.equal(await shownTo(({ pass }) => pass(inputPatience)), 1)
  assert.equal(await shownTo(({ attention }) => attention.showEnd(undefined)), 1)
  assert.equal(await shownTo(({ tellWindow }) => tellWindow({ focused: false, visible: true })), 1)
})

test('[NOTE8] after a gap there is one summary per room; on the first start there is none', () => {
  const missed = roomOf(1, {
    ...direct,
    lastSeq: 3,
    rev: 3,
    unreadCount: 3,
    lastMessage: post(1, 3, grace, 'Third'),
  })
  const summary = { destination: { serverUrl, roomId: 1, seq: 3 }, title: 'Grace (3)', body: 'Third' }
  const list = (from: Snapshot): Folded => ({
    source: 'list',
    before: from,
    after: applyRoomList(from, [missed, lobby]),
    messages: [],
  })
  assert.deepEqual(alertsFor(list(before), elsewhere), [summary])
  assert.deepEqual(alertsFor(list({ ...emptySnapshot, me: ada }), elsewhere), [])
  const posts = [1, 2, 3].map(seq => post(1, seq, grace, seq === 3 ? 'Third' : 'Other'))
  assert.deepEqual(alertsFor(told(posts, 'changes'), elsewhere), [summary])
  assert.deepEqual(
    alertsFor({ ...list(before), before: list(before).after, messages: posts, source: 'changes' }, elsewhere),
    [],
  )
  assert.deepEqual(alertsFor(told(posts, 'history'), elsewhere), [])
})

test('[NOTE7] the first private post of somebody new raises an alert, whether it comes before or after its room', () => {
  const empty = snapshotOf(lobby)
  const withRoom = (room: Room, messages: Message[] = []): Folded => {
    const added = applyEvent(empty, { name: 'room:added', payload: { room } }, 0)
    const payload = { roomId: 1, messages }
    const after = applyEvent(added, { name: 'messages:posted', payload }, 0)
    return { source: 'event', before: empty, after, messages }
  }
  const hello = post(1, 1, grace)
  const carrying = { ...direct, lastSeq: 1, rev: 1, unreadCount: 1, lastMessage: hello }
  assert.equal(alertsFor(withRoom(carrying), elsewhere).length, 1)
  assert.equal(alertsFor(withRoom(direct, [hello]), elsewhere).length, 1)
  assert.equal(alertsFor(withRoom(direct), elsewhere).length, 0)
})

test('long words are cut between characters as people see them', () => {
  const family = '👨‍👩‍👧‍👦'
  const [alert] = alertsFor(told(post(1, 1, grace, family.repeat(100))), elsewhere)
  assert.ok(alert!.body.length <= 301)
  assert.match(alert!.body, new RegExp(`^(${family})+…$`, 'u'))
})

test('[NOTE10] a room tells what its level says: everything, what mentions me, or nothing', () => {
  const mention: Partial<Message> = { mentions: [{ id: ada.id, username: 'ada' }] }
  const others: Partial<Message> = { mentions: [{ id: 9, username: 'linus' }] }
  const alertIn = (room: Partial<Room>, details: Partial<Message>) => {
    const group = roomOf(2, { name: 'Project', ...room })
    const from = snapshotOf(direct, group)
    const message = { ...post(2, 1, grace, 'Hello'), ...details }
    const payload = { roomId: 2, messages: [message] }
    const after = applyEvent(from, { name: 'messages:posted', payload }, 0)
    return alertsFor({ source: 'event', before: from, after, messages: [message] }, elsewhere)
  }
  assert.deepEqual(alertIn({}, mention), [
    { destination: { serverUrl, roomId: 2, seq: 1 }, title: 'Grace · Project', body: 'Hello' },
  ])
  assert.equal(alertIn({}, { mentionsRoom: true }).length, 1)
  assert.equal(alertIn({ lobby: true, name: '' }, mention)[0]?.title, 'Grace')
  assert.equal(alertIn({}, {}).length, 0)
  assert.equal(alertIn({}, others).length, 0)
  assert.equal(alertIn({ level: 'all' }, {}).length, 1)
  assert.equal(alertIn({ level: 'muted' }, mention).length, 0)
  assert.equal(alertIn({ level: 'muted', kind: 'direct', peer: grace }, mention).length, 0)
  assert.equal(alertIn({ level: 'mentions', kind: 'direct', peer: grace }, {}).length, 1)
})

test('[NOTE8] mentions that a gap hid are told once by the catch-up, or counted where it brings none', () => {
  const project = roomOf(2, { name: 'Project', lastSeq: 1, rev: 1, readSeq: 1 })
  const from = snapshotOf(direct, project)
  const mention = { ...post(2, 2, grace, 'Ada?'), mentionsRoom: true as const }
  const after = {
    lastSeq: 5,
    rev: 5,
    unreadCount: 4,
    mentionCount: 1,
    lastMessage: post(2, 5, grace, 'Lunch'),
  }
  const listed = applyRoomList(from, [direct, { ...project, ...after }])
  const list: Folded = { source: 'list', before: from, after: listed, messages: [] }
  const messages = [mention, post(2, 3, grace), post(2, 4, grace), post(2, 5, grace, 'Lunch')]
  const changes: Folded = { source: 'changes', before: listed, after: listed, messages }
  const shown = (folds: Folded[]) => {
    const { asked, ...desk } = createDesk()
    const alerts = createAlerts({ ...desk, listFiles: noFiles, serverUrl, openRoomId: () => 1 })
    for (const folded of folds) alerts.attend(folded)
    void alerts.caughtUp(listed)
    void alerts.caughtUp(listed)
    return asked.filter(([name]) => name === 'alert:show').map(([, alert]) => alert)
  }
  const destination = { serverUrl, roomId: 2, seq: 2 }
  assert.deepEqual(shown([list, changes]), [{ destination, title: 'Grace · Project', body: 'Ada?' }])
  assert.deepEqual(shown([list]), [
    { destination: { ...destination, seq: 5 }, title: 'Grace · Project', body: 'Lunch' },
  ])
  const read = { ...list, after: applyRoomList(from, [direct, { ...project, ...after, mentionCount: 0 }]) }
  assert.deepEqual(shown([read]), [])
})

test('[NOTE7] what lies behind a dialog is not looked at', async () => {
  const { asked, tellWindow, ...desk } = createDesk()
  await new Promise(setImmediate)
  const alerts = createAlerts({ ...desk, listFiles: noFiles, serverUrl, openRoomId: () => 1 })
  tellWindow({ focused: true, visible: true })
  desk.attention.showEnd(1)
  const shown = () => asked.filter(([name]) => name === 'alert:show').length
  alerts.attend(told(post(1, 1, grace)))
  assert.equal(shown(), 0)
  const close = noteDialog(() => {})
  alerts.attend(told(post(1, 1, grace)))
  assert.equal(shown(), 1)
  close()
})

test('[NOTE9] the badge counts unread private posts, mentions, and all of rooms that tell everything', () => {
  const rooms = [
    roomOf(1, { ...direct, unreadCount: 2, mentionCount: 1 }),
    roomOf(2, { unreadCount: 7 }),
    roomOf(3, { kind: 'direct', unreadCount: 1 }),
    roomOf(4, { unreadCount: 9, mentionCount: 3 }),
    roomOf(5, { unreadCount: 10, mentionCount: 3, level: 'all' }),
    roomOf(6, { unreadCount: 100, mentionCount: 50, level: 'muted' }),
    roomOf(7, { kind: 'direct', unreadCount: 100, level: 'muted' }),
  ]
  assert.equal(badgeCount(snapshotOf(...rooms)), 16)
})

test('[NOTE11] the alert of a deleted message, or of a room that was muted, is withdrawn', () => {
  const deleted = { ...post(1, 1, grace, ''), rev: 2, deletedAt: 2 }
  const folded = told(post(1, 1, grace))
  const second = told([post(1, 1, grace), { ...post(1, 2, grace), rev: 3 }])
  const payload = { roomId: 1, level: 'muted' as const, favourite: null }
  const muted = applyEvent(folded.after, { name: 'preferences:changed', payload }, 0)
  const withdrawals = (...folds: Folded[]) => {
    const { asked, ...desk } = createDesk()
    const alerts = createAlerts({ ...desk, listFiles: noFiles, serverUrl, openRoomId: () => 1 })
    for (const each of folds) alerts.attend(each)
    return asked.filter(([name]) => name === 'alert:withdraw').length
  }
  const both = { ...folded, before: second.after, after: second.after, messages: [deleted] }
  assert.equal(withdrawals(folded, both), 1)
  assert.equal(withdrawals(second, both), 0)
  assert.equal(withdrawals(folded, { ...folded, before: folded.after, after: muted, messages: [] }), 1)
})

test('[NOTE2] an alert is withdrawn when its message is read, wherever', () => {
  const { asked, ...desk } = createDesk()
  const alerts = createAlerts({ ...desk, listFiles: noFiles, serverUrl, openRoomId: () => 1 })
  const folded = told(post(1, 1, grace))
  alerts.attend(folded)
  const marker = { roomId: 1, readSeq: 1, epoch: 0, unreadCount: 0, mentionCount: 0, lastSeq: 1, rev: 1 }
  const read = applyEvent(folded.after, { name: 'marker:moved', payload: marker }, 0)
  assert.equal(isRead(folded.after, 1, 1), false)
  alerts.attend({ source: 'event', before: folded.after, after: read, messages: [] })
  alerts.attend({ source: 'event', before: read, after: read, messages: [] })
  assert.deepEqual(
    asked.filter(([name]) => name !== 'window:read'),
    [
      ['alert:show', { destination: { serverUrl, roomId: 1, seq: 1 }, title: 'Grace', body: 'post 1' }],
      ['badge:show', { count: 1 }],
      ['alert:withdraw', { roomId: 1 }],
      ['badge:show', { count: 0 }],
    ],
  )
})

const alertsFor = (folded: Folded, looking: Looking) =>
  newsFor(folded, looking).map(({ room, newest, count }) => alertOf(room, newest, count, serverUrl))

function told(news: Message | Message[], source: Source = 'event'): Folded {
  const messages = [news].flat()
  const payload = { roomId: messages[0]!.roomId, messages }
  return { source, before, after: applyEvent(before, { name: 'messages:posted', payload }, 0), messages }
}
