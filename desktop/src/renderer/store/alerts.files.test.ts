/** What is told of files that somebody drops. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type AlertPreferences, usualAlertPreferences } from '@chatter/shared/alerts.ts'
import { applyEvent } from '@chatter/shared/apply.ts'
import type { Message } from '@chatter/shared/messages.ts'
import { applyRoomList } from '@chatter/shared/rooms.apply.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import i18next from 'i18next'
import { ada, createDesk, grace, noFiles, post, roomOf, snapshotOf } from '../../../test/news.ts'
import * as files from '../features/attachments/showing/files.text.ts'
import * as rooms from '../features/rooms/rooms.text.ts'
import { createAlerts } from './alerts.driver.ts'
import { alertOf, type Looking, newsFor } from './alerts.ts'

const serverUrl = 'http://chat.test'
const elsewhere: Looking = { isAttentive: false, openRoomId: 9, atEndOf: 9 }
const direct = roomOf(1, { kind: 'direct', peer: grace })
const lobby = roomOf(2, { lobby: true })
const muted = roomOf(3, { level: 'muted' })
const known = snapshotOf(direct, lobby, muted)

before(() =>
  i18next.init({
    lng: 'en',
    resources: {
      en: { translation: { files: files.en, rooms: rooms.en } },
      ko: { translation: { files: files.ko, rooms: rooms.ko } },
    },
    interpolation: { escapeValue: false },
  }),
)

const file = (name: string, size = 12_300_000) => ({
  ...{ id: crypto.randomUUID(), name, size, type: 'application/pdf', sha256: '0'.repeat(64) },
})

function told(message: Message, looking = elsewhere) {
  const messages = [message]
  const event = { name: 'messages:posted' as const, payload: { roomId: message.roomId, messages } }
  const after = applyEvent(known, event, 0)
  return newsFor({ source: 'event', before: known, after, messages }, looking).map(
    ({ room, newest, count }) => alertOf(room, newest, count, serverUrl),
  )
}

test('[FILE65] a dropped file is told with who, what and how large, also in rooms that tell of mentions only', () => {
  const report = { ...post(2, 1, grace, ''), attachments: [file('report.pdf')] }
  assert.deepEqual(told(report), [
    {
      destination: { serverUrl, roomId: 2, seq: 1 },
      title: 'Grace · Lobby',
      body: 'Grace dropped report.pdf, 12 MB',
    },
  ])
  const three = { ...post(1, 1, grace, ''), attachments: ['a', 'b', 'c'].map(name => file(name)) }
  assert.equal(told(three)[0]?.body, 'Grace dropped 3 files')
  assert.equal(
    told({ ...report, body: 'see\npage 3' })[0]?.body,
    'Grace dropped report.pdf, 12 MB: see page 3',
  )
})

test('[FILE65] nothing is told of my own, in a muted room, of what is looked at, and of words alone', () => {
  const attachments = [file('report.pdf')]
  assert.equal(told({ ...post(2, 1, grace, ''), attachments }).length, 1)
  assert.equal(told({ ...post(2, 1, ada, ''), attachments }).length, 0)
  assert.equal(told({ ...post(3, 1, grace, ''), attachments }).length, 0)
  assert.equal(
    told({ ...post(2, 1, grace, ''), attachments }, { isAttentive: true, openRoomId: 2, atEndOf: 2 }).length,
    0,
  )
  assert.equal(told(post(2, 1, grace, 'words')).length, 0)
})

test('[FILE65] after a gap a file is told that words followed, and words alone are not', () => {
  const project = roomOf(2, { name: 'Project', lastSeq: 4, rev: 4, readSeq: 4, mentionCount: 1 })
  const from = snapshotOf(direct, project)
  const report = { ...post(2, 5, grace, ''), attachments: [file('report.pdf')] }
  const words = [post(2, 6, grace, 'see above'), post(2, 7, grace, 'and lunch?')]
  const shown = (missed: Message[], lists = [missed.length]) => {
    const { asked, ...desk } = createDesk()
    const alerts = createAlerts({ ...desk, listFiles: noFiles, serverUrl, openRoomId: () => 9 })
    let known = from
    for (const count of lists) {
      const lastMessage = missed[count - 1]!
      const room = {
        ...project,
        lastSeq: lastMessage.seq,
        rev: lastMessage.seq,
        unreadCount: count,
        lastMessage,
      }
      const after = applyRoomList(known, [direct, room])
      alerts.attend({ source: 'list', before: known, after, messages: [] })
      known = after
    }
    alerts.attend({ source: 'changes', before: known, after: known, messages: missed })
    void alerts.caughtUp(known)
    return asked.filter(([name]) => name === 'alert:show').map(([, alert]) => alert)
  }
  const alert = {
    destination: { serverUrl, roomId: 2, seq: 5 },
    title: 'Grace · Project',
    body: 'Grace dropped report.pdf, 12 MB',
  }
  assert.deepEqual(shown([report, ...words]), [alert])
  assert.deepEqual(shown([report, ...words], [2, 3]), [alert])
  assert.deepEqual(shown(words), [])
})

test('[FILE65] after a gap files are told also in a room of which nothing is cached, once, unless they are read', async () => {
  const project = roomOf(2, { name: 'Project', lastSeq: 4, rev: 4, readSeq: 4 })
  const dropped = (seq: number, name: string, author = grace) => {
    return { attachment: file(name), seq, author, createdAt: seq }
  }
  const tell = async (files: ReturnType<typeof dropped>[], details = {}) => {
    const { asked, ...desk } = createDesk()
    const listFiles = async () => ({ files, cursor: null })
    const alerts = createAlerts({ ...desk, listFiles, serverUrl, openRoomId: () => 9 })
    const room = {
      ...project,
      lastSeq: 7,
      rev: 7,
      unreadCount: 3,
      lastMessage: post(2, 7, grace),
      ...details,
    }
    const before = snapshotOf(direct, project)
    const after = applyRoomList(before, [direct, room])
    alerts.attend({ source: 'list', before, after, messages: [] })
    await alerts.caughtUp(after)
    await alerts.caughtUp(after)
    return asked.filter(([name]) => name === 'alert:show').map(([, alert]) => alert)
  }
  const alert = { destination: { serverUrl, roomId: 2, seq: 6 }, body: 'Grace dropped b.pdf, 12 MB' }
  const [old, first, second] = [dropped(4, 'old.pdf'), dropped(5, 'a.pdf'), dropped(6, 'b.pdf')]
  assert.deepEqual(await tell([second, old]), [{ ...alert, title: 'Grace · Project' }])
  assert.deepEqual(await tell([second, first, old]), [{ ...alert, title: 'Project (2)' }])
  assert.deepEqual(await tell([old]), [])
  assert.deepEqual(await tell([dropped(6, 'mine.pdf', ada)]), [])
  assert.deepEqual(await tell([second], { readSeq: 6, unreadCount: 1 }), [])
  assert.deepEqual(await tell([second], { level: 'muted' }), [])
})

test('[NOTE13] what was held when the app ended is told also of rooms of which nothing is cached: files, mentions, direct posts', async () => {
  const toldOf = async (room: Room, preferences: Partial<AlertPreferences> = {}) => {
    const { asked, ...desk } = createDesk()
    const alerts = createAlerts({
      ...desk,
      serverUrl,
      openRoomId: () => 9,
      listFiles: async () => ({
        files: [{ attachment: file('plan.pdf'), seq: 2, author: grace, createdAt: 1 }],
        cursor: null,
      }),
      cache: () => ({ rememberHeld: () => {}, readMessages: async () => undefined }),
    })
    const known = {
      ...snapshotOf(room),
      alertPreferences: { ...usualAlertPreferences, ...preferences },
    }
    await alerts.restore([{ roomId: room.id, seqs: [3, 2] }])
    alerts.attend({ source: 'list', before: known, after: known, messages: [] })
    await alerts.caughtUp(known)
    alerts.stop()
    return asked
      .filter(([name]) => name === 'alert:show')
      .map(([, alert]) => `${(alert as { title: string }).title}: ${(alert as { body: string }).body}`)
  }
  const unread = { readSeq: 1, lastSeq: 3, rev: 3, unreadCount: 2, lastMessage: post(2, 3, grace, 'there') }
  const project = roomOf(2, { name: 'Project', ...unread })
  assert.deepEqual(await toldOf(project), ['Grace · Project: Grace dropped plan.pdf, 12 MB'])
  assert.deepEqual(await toldOf({ ...project, mentionCount: 1 }), ['Grace · Project: there'])
  assert.deepEqual(await toldOf({ ...project, kind: 'direct', peer: grace }), ['Grace (2): there'])
  assert.deepEqual(await toldOf({ ...project, readSeq: 3, unreadCount: 0 }), [])
  assert.deepEqual(await toldOf(project, { doNotDisturb: { until: null } }), [])
})

test('[FILE65] it is told in the language that is spoken', async () => {
  await i18next.changeLanguage('ko')
  const report = { ...post(1, 1, grace, ''), attachments: [file('보고서.hwp')] }
  assert.equal(told(report)[0]?.body, 'Grace 님이 파일을 보냈어요: 보고서.hwp, 12MB')
  assert.equal(told({ ...report, roomId: 2 })[0]?.title, 'Grace · 로비')
})
