/**
 * Rooms stay true on every device: three people rename, invite, promote, remove, ban and leave, several at once, and what
 * each of their devices makes of the events is what the server answers when it is asked afresh.
 * `CHATTER_TEST_SEED` repeats a history, as far as time allows.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyEvent } from '@chatter/shared/apply.ts'
import { applyMembers } from '@chatter/shared/members.apply.ts'
import type { ChatterEvent } from '@chatter/shared/protocol.ts'
import { applyRoomList } from '@chatter/shared/rooms.apply.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { emptySnapshot, type Snapshot } from '@chatter/shared/snapshot.ts'
import fc from 'fast-check'
import type { Connection, Person } from './person.ts'
import { startServer } from './server.ts'
import { foundRoom, roomsOf } from './talk.ts'

const seconds = 12
const seed = Number(process.env.CHATTER_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))

const doings = [
  ...(['rename', 'retopic', 'announce', 'prefer'] as const),
  ...(['bring', 'bring', 'bring', 'leave', 'remove', 'ban', 'unban'] as const),
  ...(['promote', 'demote', 'hand over'] as const),
]

/** Who does what to whom, in which of the two rooms. Those of one list happen at once. */
const step = fc.array(
  fc.record({ do: fc.constantFrom(...doings), who: fc.nat(2), whom: fc.nat(2), room: fc.nat(1) }),
  { minLength: 1, maxLength: 4 },
)
type Deed = (typeof step extends fc.Arbitrary<infer Value> ? Value : never)[number]

/** A person with one device, and what it knows. */
type Seat = { person: Person; connection: Connection; snapshot: Snapshot; folded: number }

test('[SYNC1] whatever people do to rooms, and however many at once, every device knows them as they are', {
  timeout: (seconds + 60) * 1000,
}, async t => {
  t.diagnostic(`CHATTER_TEST_SEED=${seed}`)
  const server = await startServer()
  const people = await Promise.all(['ada', 'grace', 'linus'].map(name => server.signUp(name)))
  const deadline = Date.now() + seconds * 1000
  let histories = 0
  const holds = fc.asyncProperty(
    fc.array(step, { minLength: 3, maxLength: 12, size: 'max' }),
    async steps => {
      if (Date.now() > deadline) return
      const rooms = await Promise.all(
        (['public', 'private'] as const).map(kind =>
          foundRoom(people as [Person, Person], crypto.randomUUID(), kind),
        ),
      )
      const seats = await Promise.all(people.map(takeSeat))
      for (const deeds of steps) {
        await Promise.all(deeds.map(deed => happen(deed, people, rooms[deed.room]!)))
        for (const seat of seats) await check(seat, deeds)
      }
      for (const { connection } of seats) connection.close()
      for (const person of people)
        for (const room of rooms) await person.api('DELETE', `/api/v1/rooms/${room}`)
      histories++
    },
  )
  await fc.assert(holds, { seed, numRuns: 1_000, endOnFailure: true })
  t.diagnostic(`${histories} histories`)
})

async function takeSeat(person: Person): Promise<Seat> {
  const connection = await person.connect()
  const known = { ...emptySnapshot, me: person.account }
  const snapshot = applyRoomList(known, await roomsOf(person))
  return { person, connection, snapshot, folded: connection.events.length }
}

async function happen({ do: doing, who, whom }: Deed, people: readonly Person[], room: number) {
  const person = people[who]!
  const path = `/api/v1/rooms/${room}`
  const { id } = people[whom]!.account
  const change = (form: object) => person.api('PATCH', path, form)
  const give = (role: string) => person.api('PATCH', `${path}/members/${id}`, { role })
  const doings: Record<Deed['do'], () => ReturnType<Person['api']>> = {
    rename: () => change({ name: crypto.randomUUID() }),
    retopic: () => change({ topic: crypto.randomUUID() }),
    announce: () => change({ announcement: whom === 0 }),
    prefer: () => person.api('PATCH', `${path}/preferences`, { level: 'muted', favourite: Math.random() }),
    bring: () => person.api('PUT', `${path}/members/${id}`),
    leave: () => person.api('DELETE', `${path}/members/${person.account.id}`),
    remove: () => person.api('DELETE', `${path}/members/${id}`),
    ban: () => person.api('PUT', `${path}/bans/${id}`),
    unban: () => person.api('DELETE', `${path}/bans/${id}`),
    promote: () => give('moderator'),
    demote: () => give('member'),
    'hand over': () => give('owner'),
  }
  const { status, body } = await doings[doing]()
  assert.ok(status < 500 && status !== 400, JSON.stringify({ doing, status, body }))
}

/** Compares what a device knows, all that was said before being heard, with what the server answers. */
async function check(seat: Seat, deeds: readonly Deed[]) {
  const { person, connection } = seat
  await connection.call('presence:watch', { accountIds: [] })
  for (const event of connection.events.slice(seat.folded)) seat.snapshot = fold(seat.snapshot, event)
  seat.folded = connection.events.length
  const truth = await roomsOf(person)
  const known = Object.values(seat.snapshot.rooms)
  assert.deepEqual(
    factsOf(known),
    factsOf(truth),
    `${person.account.username} after ${JSON.stringify(deeds)}`,
  )
  for (const { id, lobby } of truth) {
    if (lobby) continue
    const { members } = (await person.api('GET', `/api/v1/rooms/${id}/members`)).body
    const knownMembers = seat.snapshot.members[id]
    if (knownMembers) assert.deepEqual(knownMembers, members, JSON.stringify(deeds))
    seat.snapshot = applyMembers(seat.snapshot, id, members)
  }
}

/** Messages and counts have a test of their own, as they have revs by which a device sees what it missed. */
function fold(snapshot: Snapshot, { name, payload }: { name: string; payload: unknown }): Snapshot {
  const isOfRooms = /^(room|member|preferences):/.test(name)
  return isOfRooms ? applyEvent(snapshot, { name, payload } as ChatterEvent, 0) : snapshot
}

function factsOf(rooms: readonly Room[]) {
  return rooms
    .filter(({ lobby }) => !lobby)
    .map(({ id, name, topic, description, announcement, role, memberCount, level, favourite }) => ({
      id,
      ...{ name, topic, description, announcement, role, memberCount, level, favourite },
    }))
    .sort((a, b) => a.id - b.id)
}
