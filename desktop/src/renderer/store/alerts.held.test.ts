/** What comes while a person is not to be disturbed, and what is told when that ends. */
import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { type AlertPreferences, usualAlertPreferences } from '@chatter/shared/alerts.ts'
import { applyEvent } from '@chatter/shared/apply.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { ChatterEvent } from '@chatter/shared/protocol.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import { ada, createDesk, grace, noFiles, post, roomOf, snapshotOf } from '../../../test/news.ts'
import { createAlerts } from './alerts.driver.ts'
import type { Source } from './known.ts'

const serverUrl = 'http://chat.test'
/** On a Friday, 21:00 in Seoul. */
const evening = Date.parse('2026-11-27T21:00:00+09:00')
const minute = 60_000
/** Ada is at the server, in a room that is not among those of the tests. */
const elsewhere = { listFiles: noFiles, serverUrl, openRoomId: () => 9 }
const untilTurnedOff: Partial<AlertPreferences> = { doNotDisturb: { until: null } }
const nights: Partial<AlertPreferences> = {
  quietHours: { isOn: true, from: '22:00', to: '08:00', days: [5] },
}

/** Ada's device, with a direct room (1) and a project (2), as it hears of them. */
function createSeat(preferences: Partial<AlertPreferences> = {}, project: Partial<Room> = {}) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: evening })
  const { asked, ...desk } = createDesk()
  const alerts = createAlerts({
    ...desk,
    ...elsewhere,
    now: Date.now,
    timeZone: () => 'Asia/Seoul',
  })
  const rooms = [roomOf(1, { kind: 'direct', peer: grace }), roomOf(2, { name: 'Project', ...project })]
  let known: Snapshot = {
    ...snapshotOf(...rooms),
    alertPreferences: { ...usualAlertPreferences, ...preferences },
  }
  const fold = (source: Source, after: Snapshot, messages: readonly Message[] = []) => {
    alerts.attend({ source, before: known, after, messages })
    known = after
  }
  const hear = (event: ChatterEvent) =>
    fold('event', applyEvent(known, event, 0), 'messages' in event.payload ? event.payload.messages : [])
  fold('history', known)
  return {
    hear,
    say: (message: Message) =>
      hear({ name: 'messages:posted', payload: { roomId: message.roomId, messages: [message] } }),
    change: (message: Message) =>
      hear({ name: 'messages:changed', payload: { roomId: message.roomId, messages: [message] } }),
    read(roomId: number, readSeq: number, unreadCount: number) {
      const { epoch, lastSeq, rev, mentionCount } = known.rooms[roomId]!
      hear({
        name: 'marker:moved',
        payload: { roomId, readSeq, unreadCount, epoch, lastSeq, rev, mentionCount },
      })
    },
    want: (wanted: Partial<AlertPreferences>) =>
      hear({ name: 'alerts:changed', payload: { ...known.alertPreferences, ...wanted } }),
    pass: (milliseconds: number) => mock.timers.tick(milliseconds),
    shown: () =>
      asked
        .filter(([name]) => name === 'alert:show')
        .map(([, alert]) => `${(alert as { title: string }).title}: ${(alert as { body: string }).body}`),
    hushes: () => asked.filter(([name]) => name === 'alert:hush').map(([, request]) => request),
    badge: () => asked.findLast(([name]) => name === 'badge:show')?.[1],
    leave() {
      alerts.stop()
      mock.timers.reset()
    },
  }
}

test('[NOTE13] under do not disturb nothing is told, and the badge goes on; when it is turned off, each room tells once', () => {
  const seat = createSeat(untilTurnedOff)
  seat.say(post(1, 1, grace, 'first'))
  seat.say(post(1, 2, grace, 'second'))
  seat.say({ ...post(2, 1, grace, 'Ada?'), mentionsRoom: true })
  seat.say(post(2, 2, grace, 'Lunch'))
  assert.deepEqual([seat.shown(), seat.badge()], [[], { count: 3 }])
  seat.want({ doNotDisturb: null })
  assert.deepEqual(seat.shown(), ['Grace (2): second', 'Grace · Project: Ada?'])
  assert.deepEqual(seat.hushes(), [{ isHushed: true }, { isHushed: false }])
  seat.say(post(1, 3, grace, 'third'))
  assert.equal(seat.shown().at(-1), 'Grace: third')
  seat.leave()
})

test('[NOTE13] do not disturb ends by itself, to the moment', () => {
  const seat = createSeat({ doNotDisturb: { until: evening + 90_500 } })
  seat.say(post(1, 1, grace, 'hello'))
  seat.pass(90_499)
  assert.deepEqual(seat.shown(), [])
  seat.pass(1)
  assert.deepEqual(seat.shown(), ['Grace: hello'])
  seat.leave()
})

test('[NOTE13] what was read meanwhile, wherever, is not told, nor what was taken back', () => {
  const seat = createSeat(untilTurnedOff)
  seat.say(post(1, 1, grace, 'read'))
  seat.say(post(1, 2, grace, 'also read'))
  seat.read(1, 2, 0)
  seat.say({ ...post(2, 1, grace, 'taken back'), mentionsRoom: true })
  seat.change({ ...post(2, 1, grace, ''), rev: 2, deletedAt: 2 })
  seat.want({ doNotDisturb: null })
  assert.deepEqual(seat.shown(), [])
  seat.leave()
})

test('[NOTE13] a summary says what a post says now, and counts what is still unread', () => {
  const seat = createSeat(untilTurnedOff)
  for (const seq of [1, 2, 3]) seat.say(post(1, seq, grace, `post ${seq}`))
  seat.read(1, 1, 2)
  seat.change({ ...post(1, 3, grace, 'in other words'), rev: 4, editedAt: 4 })
  seat.want({ doNotDisturb: null })
  assert.deepEqual(seat.shown(), ['Grace (2): in other words'])
  seat.leave()
})

test('[NOTE13] a room that was muted meanwhile tells nothing', () => {
  const seat = createSeat(untilTurnedOff)
  seat.say(post(1, 1, grace))
  seat.hear({ name: 'preferences:changed', payload: { roomId: 1, level: 'muted', favourite: null } })
  seat.want({ doNotDisturb: null })
  assert.deepEqual(seat.shown(), [])
  seat.leave()
})

test('[NOTE14] quiet hours begin and end by the clock, and then each room tells once', () => {
  const seat = createSeat(nights)
  seat.say(post(1, 1, grace, 'before'))
  assert.deepEqual(seat.shown(), ['Grace: before'])
  seat.pass(60 * minute)
  seat.say(post(1, 2, grace, 'in the night'))
  seat.pass(10 * 60 * minute - 1)
  assert.deepEqual(seat.shown().length, 1)
  seat.pass(1)
  assert.deepEqual(seat.shown(), ['Grace: before', 'Grace (2): in the night'])
  seat.leave()
})

test('[NOTE14] it stays silent while one of the two lasts', () => {
  const seat = createSeat({ ...nights, doNotDisturb: { until: evening + 90 * minute } })
  seat.say(post(1, 1, grace, 'hello'))
  seat.pass(90 * minute)
  assert.deepEqual(seat.shown(), [])
  seat.want({ quietHours: usualAlertPreferences.quietHours })
  assert.deepEqual(seat.shown(), ['Grace: hello'])
  seat.leave()
})

test('[NOTE15] a keyword raises an alert as a mention does, unless the room is muted', () => {
  const keywords = ['deploy', '배포']
  const told = (body: string, room: Partial<Room> = {}, author = grace) => {
    const seat = createSeat({ keywords }, room)
    seat.say(post(2, 1, author, body))
    seat.leave()
    return seat.shown()
  }
  assert.deepEqual(told('the Deploy is done'), ['Grace · Project: the Deploy is done'])
  assert.deepEqual(told('오늘배포해요'), ['Grace · Project: 오늘배포해요'])
  for (const room of [{ level: 'muted' }, { kind: 'direct', peer: grace, level: 'muted' }] as const)
    assert.deepEqual(told('deploy', room), [])
  assert.deepEqual(told('deployed'), [])
  assert.deepEqual(told('deploy', {}, ada), [], 'my own')
})

test('[NOTE15] an edit that brings a keyword raises one alert', () => {
  const seat = createSeat({ keywords: ['deploy'] })
  seat.say(post(2, 1, grace, 'done'))
  const edited = (body: string, rev: number) =>
    seat.change({ ...post(2, 1, grace, body), rev, editedAt: rev })
  edited('deploy done', 2)
  edited('the deploy is done', 3)
  assert.deepEqual(seat.shown(), ['Grace · Project: deploy done'])
  seat.leave()
})

test('[NOTE16] keywords do not count: neither as mentions nor on the badge', () => {
  const seat = createSeat({ keywords: ['deploy'] })
  seat.say(post(2, 1, grace, 'deploy'))
  assert.deepEqual([seat.shown().length, seat.badge()], [1, { count: 0 }])
  seat.leave()
})

test('[NOTE13] what was held when the app ended is told when it is started again, unless it was read', async () => {
  const posts = [1, 2, 3].map(seq => post(1, seq, grace, `post ${seq}`))
  const toldAt = async (readSeq: number, preferences: Partial<AlertPreferences> = {}) => {
    const { asked, ...desk } = createDesk()
    const alerts = createAlerts({
      ...desk,
      ...elsewhere,
      cache: () => ({
        rememberHeld: () => {},
        readMessages: async (_, first, last) => ({
          messages: posts.slice(first - 1, last),
          hasBefore: false,
          hasAfter: false,
          rev: 3,
        }),
      }),
    })
    const room = { readSeq, lastSeq: 3, rev: 3, unreadCount: 3 - readSeq, lastMessage: posts[2]! }
    const known = {
      ...snapshotOf(roomOf(1, { kind: 'direct', peer: grace, ...room })),
      alertPreferences: { ...usualAlertPreferences, ...preferences },
    }
    await alerts.restore([{ roomId: 1, seqs: [2, 3] }])
    alerts.attend({ source: 'list', before: known, after: known, messages: [] })
    assert.equal(asked.filter(([name]) => name === 'alert:show').length, 0)
    void alerts.caughtUp(known)
    alerts.stop()
    return asked
      .filter(([name]) => name === 'alert:show')
      .map(([, alert]) => (alert as { title: string }).title)
  }
  assert.deepEqual(await toldAt(1), ['Grace (2)'])
  assert.deepEqual(await toldAt(2), ['Grace'])
  assert.deepEqual(await toldAt(3), [])
  assert.deepEqual(await toldAt(1, untilTurnedOff), [])
})
