/**
 * Unread is exact: whatever three people do on six devices, in whichever order it arrives, every device counts what the room list
 * counts, and both what a count of the database's rows gives; and the number on the app's icon is what those rows say, too.
 * `CHATTER_TEST_SEED` repeats a history, as far as time allows; `CHATTER_TEST_SECONDS` sets for how long new ones are tried.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { NotificationLevel, Room } from '@chatter/shared/rooms.ts'
import fc from 'fast-check'
import { badgeCount } from '../../desktop/src/renderer/store/alerts.ts'
import type { Connection, Person } from './person.ts'
import { openReader, type Reader } from './reader.ts'
import { startServer, type TestServer } from './server.ts'
import { foundRoom, history, lobbyOf, roomsOf } from './talk.ts'

const seconds = Number(process.env.CHATTER_TEST_SECONDS ?? 8)
const seed = Number(process.env.CHATTER_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))
/** However slow the machine is. */
const leastHistories = 12
const names = ['ada', 'grace', 'linus']
const levels: readonly NotificationLevel[] = ['all', 'mentions', 'muted']

const bodies = ['words', '@ada', '@grace and @linus', '@room', '@linus에게', 'none `@ada`']
const step = fc.record({
  do: fc.oneof(
    { weight: 6, arbitrary: fc.constant('post' as const) },
    { weight: 2, arbitrary: fc.constant('reply' as const) },
    { weight: 4, arbitrary: fc.constant('edit' as const) },
    { weight: 2, arbitrary: fc.constantFrom('delete' as const, 'moderate' as const) },
    { weight: 4, arbitrary: fc.constant('move' as const) },
    { weight: 2, arbitrary: fc.constantFrom('reset' as const, 'mute' as const) },
    { weight: 1, arbitrary: fc.constantFrom('react' as const, 'notice' as const, 'reconnect' as const) },
  ),
  who: fc.nat(names.length - 1),
  device: fc.nat(1),
  /** One of {@link Scene.rooms}. */
  room: fc.nat(3),
  body: fc.nat(bodies.length - 1),
  pick: fc.nat(1_000),
})
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never
/** What happens at the same time. */
const moment = fc.array(step, { minLength: 1, maxLength: 5 })

test('[MARK13] badge, room list and database count the same, whatever happens on whichever device', {
  timeout: (seconds + 120) * 1000,
}, async t => {
  t.diagnostic(`CHATTER_TEST_SEED=${seed}`)
  const server = await startServer()
  const people: Person[] = []
  for (const name of names) people.push(await server.signUp(name))
  const [ada, grace] = people
  const { body } = await ada!.api('PUT', `/api/v1/directs/${grace!.account.id}`)
  const lasting = { direct: body.room.id, lobby: (await lobbyOf(ada!)).id }
  const seats = await Promise.all(people.map(takeSeat))
  const deadline = Date.now() + seconds * 1000
  let histories = 0
  const holds = fc.asyncProperty(
    fc.array(moment, { minLength: 3, maxLength: 16, size: 'max' }),
    async moments => {
      if (Date.now() > deadline && histories >= leastHistories) return
      const scene = await createScene(seats, lasting)
      for (const steps of moments) await Promise.all(steps.map(each => happen(each, scene)))
      await check(scene, server)
      for (const roomId of scene.founded) await ada!.api('DELETE', `/api/v1/rooms/${roomId}`)
      histories++
    },
  )
  try {
    await fc.assert(holds, { seed, numRuns: 300, endOnFailure: true })
  } finally {
    for (const { hand, readers } of seats) for (const each of [hand, ...readers]) each.close()
  }
  t.diagnostic(`${histories} histories`)
  assert.ok(histories >= leastHistories)
})

/**
 * A person with two devices that listen: one that holds messages, and one that only counts. What they do goes out by a
 * connection that is never lost, so that every answer arrives.
 */
type Seat = { person: Person; hand: Connection; readers: [Reader, Reader] }

async function takeSeat(person: Person): Promise<Seat> {
  const readers: Seat['readers'] = [
    await openReader(person, () => true),
    await openReader(person, () => false),
  ]
  return { person, hand: await person.connect(), readers }
}

type Scene = {
  seats: readonly Seat[]
  /** A public and a private one of Ada's, which are of this history alone. */
  founded: number[]
  /** These, the direct room of Ada and Grace, and the lobby. */
  rooms: number[]
  posts: Message[]
}

let scenes = 0

/** In the public room Grace is a moderator. */
async function createScene(
  seats: readonly Seat[],
  { direct, lobby }: { direct: number; lobby: number },
): Promise<Scene> {
  scenes++
  const [ada, grace, linus] = seats.map(({ person }) => person)
  const found = (kind: 'public' | 'private') => foundRoom([ada!, grace!, linus!], `${kind} ${scenes}`, kind)
  const founded = [await found('public'), await found('private')]
  const address = `/api/v1/rooms/${founded[0]}/members/${grace!.account.id}`
  assert.equal((await ada!.api('PATCH', address, { role: 'moderator' })).status, 204)
  return { seats, founded, rooms: [...founded, direct, lobby], posts: [] }
}

/** What cannot be done, such as posting where one is not any more, does not happen. */
async function happen(each: Step, scene: Scene): Promise<void> {
  try {
    await attempt(each, scene)
  } catch (error) {
    const isRefusal =
      error instanceof ChatterError && ['not_found', 'forbidden', 'invalid_input'].includes(error.code)
    if (!isRefusal) throw error
  }
}

async function attempt(each: Step, { seats, rooms, posts }: Scene): Promise<void> {
  const { person, hand, readers } = seats[each.who]!
  const reader = readers[each.device]!
  const roomId = rooms[each.room]!
  const body = bodies[each.body]!
  const post = { roomId, clientId: randomUUID(), body }
  const mine = posts.filter(({ author }) => author.id === person.account.id)
  const own = mine[each.pick % Math.max(1, mine.length)]
  const anyPost = posts[each.pick % Math.max(1, posts.length)]
  const known = reader.snapshot().rooms[roomId]
  const seq = each.pick % ((known?.lastSeq ?? 0) + 2)
  switch (each.do) {
    case 'post':
      return void posts.push(await hand.call('message:post', post))
    case 'reply':
      return void (anyPost && posts.push(await hand.call('message:post', { ...post, replyTo: anyPost.seq })))
    case 'edit':
      return void (
        own && (await hand.call('message:edit', { ...addressOf(own), body: `${body} ${each.pick}` }))
      )
    case 'delete':
      return void (own && (await hand.call('message:delete', addressOf(own))))
    case 'moderate':
      return void (anyPost && (await hand.call('message:delete', addressOf(anyPost))))
    case 'mute': {
      const level = levels[each.pick % levels.length]!
      return void (await person.api('PATCH', `/api/v1/rooms/${roomId}/preferences`, { level }))
    }
    case 'react':
      return void (anyPost && (await hand.call('reaction:add', { ...addressOf(anyPost), emoji: '👍' })))
    case 'move':
      return void (await hand.call('marker:move', { roomId, seq, epoch: known?.epoch ?? 0 }))
    case 'reset':
      return void (await hand.call('marker:reset', { roomId, seq }))
    case 'notice':
      return comeOrGo(seats, each.who, roomId)
    case 'reconnect':
      return reader.reconnect()
  }
}

const addressOf = ({ roomId, seq }: Message) => ({ roomId, seq })

/** Ada stays, as the rooms are hers. */
async function comeOrGo(seats: readonly Seat[], who: number, roomId: number) {
  const [ada] = seats
  const { person } = seats[Math.max(1, who)]!
  const address = `/api/v1/rooms/${roomId}/members/${person.account.id}`
  const { status } = await person.api('DELETE', address)
  if (status === 404) await ada!.person.api('PUT', address)
}

async function check({ seats, rooms }: Scene, server: TestServer) {
  const rows: { id: number; rev: number; kind: string }[] = await server.app
    .db('rooms')
    .whereIn('id', rooms)
    .select('id', 'rev', 'kind')
  const kinds = new Map(rows.map(({ id, kind }) => [id, kind]))
  const revs = new Map(rows.map(({ id, rev }) => [id, rev]))
  for (const { person, readers } of seats) {
    for (const reader of readers) await reader.settle(revs)
    const listed = new Map((await roomsOf(person)).map(room => [room.id, room]))
    let badge = 0
    for (const roomId of rooms) {
      const truth = await recount(server, roomId, person.account.id)
      const what = `of ${person.account.username} in room ${roomId}`
      assert.deepEqual(countsOf(listed.get(roomId)), truth, `the list ${what}`)
      if (truth) badge += wantedOf(truth, kinds.get(roomId)!)
      for (const [index, reader] of readers.entries()) {
        const { rooms: known, timelines } = reader.snapshot()
        assert.deepEqual(countsOf(known[roomId]), truth, `device ${index} ${what}`)
        const timeline = timelines[roomId]
        if (!timeline || !truth) continue
        const newest = await history(person, roomId)
        assert.deepEqual(timeline.messages.slice(-newest.length), newest, what)
      }
    }
    for (const reader of readers) {
      const snapshot = reader.snapshot()
      const mine = Object.values(snapshot.rooms).filter(({ id }) => rooms.includes(id))
      const shown = badgeCount({ ...snapshot, rooms: Object.fromEntries(mine.map(room => [room.id, room])) })
      assert.equal(shown, badge, `the badge of ${person.account.username}`)
    }
  }
}

/** What a person wants to be told of, as docs/protocol.md says it. */
function wantedOf({ level, unreadCount, mentionCount }: Counts, kind: string): number {
  if (level === 'muted') return 0
  return kind === 'direct' || level === 'all' ? unreadCount : mentionCount
}

type Counts = Pick<Room, 'level' | 'readSeq' | 'epoch' | 'unreadCount' | 'mentionCount' | 'lastSeq' | 'rev'>

function countsOf(room: Room | undefined): Counts | undefined {
  if (!room) return undefined
  const { level, readSeq, epoch, unreadCount, mentionCount, lastSeq, rev } = room
  return { level, readSeq, epoch, unreadCount, mentionCount, lastSeq, rev }
}

/** Row by row, without a word of the server's own SQL. Undefined when the person is not in the room. */
async function recount(
  { app: { db } }: TestServer,
  roomId: number,
  accountId: number,
): Promise<Counts | undefined> {
  const member = await db('members')
    .where({ room_id: roomId, account_id: accountId })
    .first('read_seq', 'epoch', 'level')
  if (!member) return undefined
  const room = await db('rooms').where({ id: roomId }).first('last_seq', 'rev', 'kind')
  const messages = await db('messages').where({ room_id: roomId })
  const mentions = await db('mentions').where({ room_id: roomId, account_id: accountId }).pluck('seq')
  const unread = messages.filter(
    row =>
      row.notice === null &&
      row.deleted_at === null &&
      row.author_id !== accountId &&
      row.seq > member.read_seq,
  )
  const mentioned = unread.filter(({ mentioning, seq }) => mentioning === 2 || mentions.includes(seq))
  return {
    level: member.level ?? (room.kind === 'direct' ? 'all' : 'mentions'),
    readSeq: member.read_seq,
    epoch: member.epoch,
    unreadCount: unread.length,
    mentionCount: mentioned.length,
    lastSeq: room.last_seq,
    rev: room.rev,
  }
}
