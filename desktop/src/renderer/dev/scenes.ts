/** Made-up states of the app, by the name in `?scene=`. */
import type { Account } from '@chatter/shared/accounts.ts'
import { usualAlertPreferences } from '@chatter/shared/alerts.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { Presence } from '@chatter/shared/presence.ts'
import type { PublicRoom, Room } from '@chatter/shared/rooms.ts'
import type { ClientState } from '../store/state.ts'
import { filesOf } from './files.ts'
import { wordsOf } from './words.ts'

const minute = 60_000
const hour = 60 * minute
const now = Date.now()

function person(id: number, username: string, displayName: string, timeZone: string | null): Account {
  return { id, username, displayName, timeZone, createdAt: now - 90 * 24 * hour }
}

const me = person(1, 'ada', 'Ada Lovelace', 'Europe/London')
const grace = person(2, 'grace', 'Grace Hopper', 'America/New_York')
const suhyeon = person(3, '수현', '김수현', 'Asia/Seoul')
const others = [
  person(4, 'linus', 'Linus', null),
  person(5, 'minji', '박민지', 'Asia/Seoul'),
  person(6, 'jihun', '이지훈', 'Asia/Seoul'),
  person(7, 'taro', '山田太郎', 'Asia/Tokyo'),
  person(8, 'wolfe', 'Wolfeschlegelsteinhausenbergerdorff Theodor Alexander', 'Europe/Berlin'),
  person(9, 'margaret', 'Margaret Hamilton', 'America/New_York'),
  person(10, 'seo', '서 하늘', 'Asia/Seoul'),
  person(11, 'party', '🎉 Party Bot', null),
  person(12, 'yuna', '최유나', 'Asia/Seoul'),
]
const people = [me, grace, suhyeon, ...others]

export function madeUpMessage(
  roomId: number,
  seq: number,
  author: { id: number; displayName: string },
  body: string,
  createdAt: number,
  clientId: string = crypto.randomUUID(),
): Message {
  const { id, displayName } = author
  return { roomId, seq, rev: seq, clientId, kind: 'post', author: { id, displayName }, body, createdAt }
}

function notice(seq: number, author: Account, createdAt: number): Message {
  const { id, displayName } = author
  return {
    roomId: 1,
    seq,
    rev: seq,
    clientId: null,
    kind: 'notice',
    notice: { type: 'joined' },
    author: { id, displayName },
    body: '',
    createdAt,
  }
}

const talk: [Account, string][] = [
  [grace, 'Morning! The build is green again. I moved the flaky clock test behind a fake timer.'],
  [grace, 'Details are in https://example.org/builds/4711 (see the second log).'],
  [
    suhyeon,
    '고생하셨어요! 오늘 오후 세 시에 배포 회의가 있으니 그 전에 릴리스 노트를 한번 같이 살펴보면 좋겠습니다.',
  ],
  [
    me,
    'Works for me. I will bring the list:\n1. migration order\n2. outbox after kill -9\n3. Korean IME on Windows',
  ],
  [others[1]!, '회의실은 예약해 뒀어요 👍'],
  [others[1]!, '혹시 자리가 부족하면 https://example.org/rooms/회의실-3 으로 옮길게요.'],
  [others[5]!, 'Ichhabeeinsehrlangeswortgefundendasnirgendwohinpasstundtrotzdemumbrechenmuss'.repeat(3)],
  [others[3]!, '了解しました。資料は先に共有しておきます。よろしくお願いします。'],
  [grace, 'ping me at grace@example.org if the numbers look odd'],
  [me, 'Thanks, all.'],
  [suhyeon, '네, 감사합니다 🙏'],
]

function lobbyTalk(count: number, from: number): Message[] {
  const messages: Message[] = []
  for (let seq = 1; seq <= count; seq++) {
    const [author, body] = talk[seq % talk.length]!
    const time = from + Math.floor((seq / count) * (now - from - 2 * minute))
    messages.push(
      seq % 37 === 0
        ? notice(seq, others[seq % others.length]!, time)
        : madeUpMessage(1, seq, author, count > 60 && seq < count - 40 ? `${seq}. ${body}` : body, time),
    )
  }
  return messages
}

const noRoom = {
  topic: '',
  peer: null,
  createdBy: null,
  createdAt: now - 90 * 24 * hour,
  role: 'member',
  lobby: false,
  description: '',
  announcement: false,
  mentionCount: 0,
  epoch: 0,
  peerReadSeq: null,
  level: 'all',
  favourite: null,
} as const

function lobby(messages: Message[], unreadCount: number): Room {
  const lastSeq = messages.at(-1)?.seq ?? 0
  return {
    ...noRoom,
    id: 1,
    kind: 'public',
    lobby: true,
    name: 'Lobby',
    topic: 'Everything that concerns all of us',
    memberCount: 12,
    connectedCount: 5,
    lastSeq,
    rev: lastSeq,
    readSeq: lastSeq - unreadCount,
    unreadCount,
    lastMessage: messages.at(-1) ?? null,
  }
}

function direct(id: number, peer: Account, messages: Message[], unreadCount: number): Room {
  const lastSeq = messages.at(-1)?.seq ?? 0
  return {
    ...noRoom,
    id,
    kind: 'direct',
    name: '',
    peer,
    memberCount: 2,
    connectedCount: 2,
    lastSeq,
    rev: lastSeq,
    readSeq: lastSeq - unreadCount,
    unreadCount,
    lastMessage: messages.at(-1) ?? null,
  }
}

function presence(accountId: number): Presence {
  const states = ['online', 'online', 'away', 'online', 'offline'] as const
  const state = states[accountId % states.length]!
  const lastSeenAt = state === 'offline' ? now - accountId * accountId * 17 * minute : null
  return { accountId, state, lastSeenAt }
}

function byId<Thing extends { id: number }>(things: Thing[]): Record<number, Thing> {
  return Object.fromEntries(things.map(thing => [thing.id, thing]))
}

function many(id: number, name: string, more: Partial<Room> = {}): Room {
  return { ...lobby([], 0), id, lobby: false, name, createdBy: 2, ...more }
}

export const madeUpPublicRooms: PublicRoom[] = [
  { id: 1, name: 'Lobby', topic: 'Everything that concerns all of us', memberCount: 212, connectedCount: 57 },
  { id: 5, name: 'design', topic: '', memberCount: 31, connectedCount: 9 },
  { id: 41, name: '점심 같이 먹어요', topic: '오늘은 국수', memberCount: 18, connectedCount: 4 },
  {
    id: 42,
    name: 'a-room-with-a-name-that-goes-on-for-as-long-as-names-may-go-on-here',
    topic: 'x',
    memberCount: 3,
    connectedCount: 0,
  },
  { id: 43, name: 'release 2', topic: 'Freeze on Friday', memberCount: 12, connectedCount: 6 },
].map(room => ({ description: '', isMember: room.id < 9, ...room }))

type Scene = ClientState & { history: Record<number, Message[]> }

function busy(): Scene {
  const all = lobbyTalk(400, now - 3 * 24 * hour)
  const withSuhyeon = [
    madeUpMessage(2, 1, suhyeon, '안녕하세요, 잠깐 시간 괜찮으세요?', now - 26 * hour),
    madeUpMessage(2, 2, me, 'Of course! 무슨 일이에요?', now - 26 * hour + 2 * minute),
    madeUpMessage(
      2,
      3,
      suhyeon,
      '배포 스크립트에서 이상한 점을 하나 발견했어요.\n화면을 같이 보면서 이야기하면 좋겠는데, 오늘 퇴근 전에 십 분만 내주실 수 있을까요?',
      now - 40 * minute,
    ),
    madeUpMessage(2, 4, suhyeon, '급한 건 아니에요 🙂', now - 39 * minute),
  ]
  const rooms = [
    lobby(all, 7),
    {
      ...lobby([], 0),
      id: 5,
      lobby: false,
      name: 'design',
      topic: '',
      kind: 'public' as const,
      lastMessage: null,
    },
    direct(2, suhyeon, withSuhyeon, 2),
    direct(3, grace, [madeUpMessage(3, 1, grace, 'Lunch?', now - 5 * hour)], 0),
    direct(4, others[4]!, [madeUpMessage(4, 1, me, 'Gute Fahrt!', now - 50 * hour)], 0),
  ]
  const timeline = (messages: Message[]) => ({
    messages,
    rev: messages.at(-1)?.seq ?? 0,
    hasBefore: (messages[0]?.seq ?? 1) > 1,
    hasAfter: false,
  })
  return {
    serverUrl: 'https://chat.example.org',
    account: me,
    sessionId: 1,
    connection: { state: 'online' },
    isLoaded: true,
    snapshot: {
      me,
      rooms: byId(rooms),
      timelines: {
        1: timeline(all.slice(-60)),
        2: timeline(withSuhyeon),
        3: timeline([madeUpMessage(3, 1, grace, 'Lunch?', now - 5 * hour)]),
        4: timeline([madeUpMessage(4, 1, me, 'Gute Fahrt!', now - 50 * hour)]),
        5: timeline([]),
      },
      accounts: byId(people),
      presences: Object.fromEntries(people.map(({ id }) => [id, presence(id)])),
      members: {},
      alertPreferences: usualAlertPreferences,
      typists: { 1: [{ accountId: 2, displayName: 'Grace Hopper', since: now }] },
    },
    outbox: [],
    drafts: {},
    trays: {},
    files: {},
    uploadLimits: null,
    pins: {},
    bans: {},
    keeping: 'kept',
    lostDrafts: [],
    departures: [],
    history: { 1: all },
  }
}

function empty(): Scene {
  const scene = busy()
  const { snapshot } = scene
  const room = { ...lobby([notice(1, me, now)], 0), memberCount: 1, connectedCount: 1 }
  return {
    ...scene,
    snapshot: {
      ...snapshot,
      rooms: { 1: room },
      timelines: { 1: { messages: [notice(1, me, now)], rev: 1, hasBefore: false, hasAfter: false } },
      accounts: { 1: me },
      presences: { 1: { accountId: 1, state: 'online', lastSeenAt: null } },
      typists: {},
    },
  }
}

function failing(): Scene {
  const scene = busy()
  const failed = { code: 'rate_limited', message: '' } as const
  return {
    ...scene,
    connection: { state: 'offline', retryAt: now + 30_000 },
    outbox: [
      {
        clientId: crypto.randomUUID(),
        roomId: 1,
        body: '이 메시지는 서버가 거절했어요.',
        writtenAt: now - minute,
        state: { failed },
      },
      {
        clientId: crypto.randomUUID(),
        roomId: 1,
        body: 'This one waits for the network.',
        writtenAt: now,
        state: 'sending',
      },
      {
        clientId: crypto.randomUUID(),
        roomId: 1,
        body: 'And so does this.',
        writtenAt: now,
        state: 'sending',
      },
    ],
  }
}

function loading(): Scene {
  const scene = busy()
  return { ...scene, connection: { state: 'connecting' }, snapshot: { ...scene.snapshot, timelines: {} } }
}

/** The lobby with nothing but these in it. */
function saying(messages: Message[]): Scene {
  const scene = busy()
  return {
    ...scene,
    snapshot: {
      ...scene.snapshot,
      rooms: { ...scene.snapshot.rooms, 1: lobby(messages, 0) },
      timelines: { 1: { messages, rev: messages.length, hasBefore: false, hasAfter: false } },
    },
  }
}

function long(): Scene {
  const body = '아주 긴 글입니다. 줄이 몇 번이고 바뀌어도 화면이 무너지지 않아야 해요. '.repeat(470)
  const messages = [
    madeUpMessage(
      1,
      1,
      grace,
      Array.from({ length: 80 }, (_, line) => `line ${line + 1}`).join('\n'),
      now - hour,
    ),
    madeUpMessage(1, 2, suhyeon, body.slice(0, 20_000), now - 30 * minute),
    madeUpMessage(1, 3, me, 'x'.repeat(20_000), now - 20 * minute),
    madeUpMessage(1, 4, others[4]!, 'ok', now - minute),
  ]
  return saying(messages)
}

/** Rooms of every kind, in every state. */
function rooms(): Scene {
  const scene = busy()
  const { snapshot } = scene
  const more = [
    many(6, '프로젝트 알파', {
      kind: 'private',
      role: 'owner',
      unreadCount: 12,
      favourite: 1,
      topic: '배포 준비',
    }),
    many(7, 'announcements', { announcement: true, favourite: 2, role: 'owner' }),
    many(8, 'release 2', { unreadCount: 4, mentionCount: 2 }),
    many(9, 'random', { unreadCount: 240, level: 'muted' }),
    many(10, 'a-room-with-a-name-that-goes-on-for-as-long-as-names-may-go-on', { unreadCount: 1234 }),
    many(11, '회의', { unreadCount: 1, mentionCount: 1, role: 'moderator' }),
  ]
  return {
    ...scene,
    snapshot: { ...snapshot, rooms: { ...snapshot.rooms, ...byId(more) } },
    drafts: { 5: { text: 'not sent yet' } },
  }
}

export const scenes: Record<string, () => Scene> = {
  rooms,
  busy,
  empty,
  failing,
  /** Files of every kind. */
  files: () => saying(filesOf(people, now)),
  loading,
  long,
  /** Everything that words can be. */
  words: () => saying(wordsOf(people, now)),
}
