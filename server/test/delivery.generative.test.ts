/**
 * The promise of this product: nothing is lost, nothing is doubled, everybody sees the same order. Three real clients of
 * the app write and send files over bad networks, are killed and started again, and the server restarts or is killed meanwhile,
 * in random order. On MariaDB the server is two nodes, which people are spread over. In the end every client, every client's IndexedDB and the database tell the same, and the storage has each
 * file whole. `CHATTER_TEST_SEED` repeats a history, as far as time allows; `CHATTER_TEST_SECONDS` sets for how long new ones
 * are tried.
 */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { knownRev } from '@chatter/shared/messages.apply.ts'
import type { Message } from '@chatter/shared/messages.ts'
import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { io, type Socket } from 'socket.io-client'
import { openCache } from '../../desktop/src/renderer/store/cache.ts'
import { openWriting } from '../../desktop/src/renderer/store/writing.ts'
import {
  createDevice,
  createMachine,
  type Device,
  type Machine,
  muteKilled,
  pause,
} from '../../desktop/test/client.ts'
import { createUploadKit } from '../../desktop/test/upload-kit.ts'
import { auditFiles } from '../src/features/attachments/audit.ts'
import { type BadNetwork, startBadNetwork } from './bad-network.ts'
import { type MortalServer, startMortalNodes, startMortalServer } from './mortal-server.ts'
import { hasNodes, sharedRedis } from './nodes.ts'
import type { Person } from './person.ts'

const seconds = Number(process.env.CHATTER_TEST_SECONDS ?? 22)
const seed = Number(process.env.CHATTER_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))
/** However slow the machine is, so many histories are gone through. */
const least = Math.min(3, seconds)
const names = ['Ada', 'Grace', 'Linus']

/** What may happen to an acknowledgement. Whoever hears nothing for 400 ms does not wait any longer. */
const spoilings = ['drop', 'delay', 'delay too long', 'double'] as const
type Spoiling = (typeof spoilings)[number]
const patience = 400
const delays = { delay: 150, 'delay too long': 600 }

const who = fc.nat(names.length - 1)
const milliseconds = fc.nat(60)
/** What may happen, in any order. Rooms are: the lobby, and the direct room with each of the two others. */
const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('post' as const),
      who,
      room: fc.nat(2),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      who,
      room: fc.nat(2),
      sizes: fc.array(fc.nat(300_000), { minLength: 1, maxLength: 2 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), milliseconds }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cut' as const), who }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('stall' as const, 'refuse' as const, 'heal' as const), who }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(...spoilings),
      who,
      count: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('kill' as const), who }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('look' as const, 'scroll' as const), who, room: fc.nat(2) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), node: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const), node: fc.nat(1) }) },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

test('[OUT2] whatever happens, every post arrives once, in order, everywhere', {
  timeout: (seconds + 400) * 1000,
}, async t => {
  muteKilled(t)
  t.diagnostic(`CHATTER_TEST_SEED=${seed}`)
  const nodes = hasNodes ? await startMortalNodes(2, sharedRedis()) : [await startMortalServer()]
  const people = await Promise.all(names.map(name => nodes[0]!.signUp(name)))
  const deadline = Date.now() + seconds * 1000
  const truths = new Map<number, Message[]>()
  let histories = 0
  const holds = fc.asyncProperty(
    fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }),
    async steps => {
      if (Date.now() > deadline && histories >= least) return
      const seats = await Promise.all(
        people.map((person, n) => takeSeat(nodes[n % nodes.length]!, person, people)),
      )
      try {
        for (const each of steps) await happen(each, seats, nodes)
        await settle(seats)
        for (const [roomId, truth] of await check(seats)) truths.set(roomId, truth)
        histories++
      } finally {
        for (const { device } of seats) await device.client.stop()
      }
    },
  )
  await fc.assert(holds, { seed, numRuns: 1_000, endOnFailure: true })
  t.diagnostic(`${histories} histories`)
  assert.ok(histories >= least)
  const [server, ...others] = nodes
  for (const other of others) await other.kill()
  const left = await server!.examine()
  await keptAll(left, truths)
  assert.deepEqual((await auditFiles(left, true)).findings, [])
})

/** A person at a machine with a bad network. */
type Seat = {
  person: Person
  machine: Machine
  network: BadNetwork
  device: Device
  acknowledgements: Acknowledgements
  /** The lobby, and the direct rooms with the others. */
  rooms: number[]
  /** What was written, by room, in order. */
  written: Map<number, string[]>
  /** The SHA-256 of the files of a post, in order. */
  sent: Map<string, string[]>
}

async function takeSeat(server: MortalServer, person: Person, people: readonly Person[]): Promise<Seat> {
  const machine = createMachine()
  const network = await startBadNetwork(server.url)
  const acknowledgements = createAcknowledgements()
  const device = await switchOn({ person, machine, network, acknowledgements })
  const others = people.filter(({ account }) => account.id !== person.account.id)
  const directs = []
  for (const { account } of others) directs.push(await device.client.openDirect(account.id))
  const lobbyOf = ({ snapshot }: ReturnType<Device['state']>) =>
    Object.values(snapshot.rooms).find(room => room.lobby)?.id
  await device.until(state => lobbyOf(state) !== undefined, 'in the lobby')
  const lobby = lobbyOf(device.state())!
  return {
    person,
    machine,
    network,
    device,
    acknowledgements,
    rooms: [lobby, ...directs],
    written: new Map(),
    sent: new Map(),
  }
}

async function switchOn({
  person,
  machine,
  network,
  acknowledgements,
}: Pick<Seat, 'person' | 'machine' | 'network' | 'acknowledgements'>) {
  const storage = machine.boot()
  const { socketFactory } = acknowledgements
  const device = createDevice(network.url, person, { storage, socketFactory, uploadKit: createUploadKit() })
  await device.client.start()
  if (device.state().connection.state !== 'offline') await pause(20)
  return device
}

async function happen(each: Step, seats: readonly Seat[], nodes: readonly MortalServer[]): Promise<void> {
  if (each.do === 'wait') return pause(each.milliseconds)
  if (each.do === 'restart') return restart(nodes[each.node % nodes.length]!, seats)
  if (each.do === 'crash') return nodes[each.node % nodes.length]!.crash()
  const seat = seats[each.who]!
  const { device, network, acknowledgements } = seat
  const roomId = 'room' in each ? seat.rooms[each.room]! : 0
  switch (each.do) {
    case 'post':
      for (let i = 0; i < each.count; i++) write(seat, roomId)
      return pause(1)
    case 'send':
      await sendFiles(seat, roomId, each.sizes)
      return pause(1)
    case 'drop':
    case 'delay':
    case 'delay too long':
    case 'double':
      return acknowledgements.spoil(each.do, each.count)
    case 'look':
      return void device.client.openRoom(roomId).catch(() => {})
    case 'scroll':
      return void device.client.loadBefore(roomId).catch(() => {})
    case 'kill':
      return kill(seat)
    default:
      return network[each.do]()
  }
}

/** A server that closes waits for requests and good-byes, some of which a bad network never lets through. */
async function restart(server: MortalServer, seats: readonly Seat[]) {
  const cut = setTimeout(() => {
    for (const { network } of seats) network.cut()
  }, 500)
  await server.restart()
  clearTimeout(cut)
}

function write({ device, written }: Seat, roomId: number) {
  const clientId = device.client.post(roomId, `${roomId} ${Math.random()}`)
  written.set(roomId, [...(written.get(roomId) ?? []), clientId])
  return clientId
}

async function sendFiles(seat: Seat, roomId: number, sizes: readonly number[]) {
  const files = sizes.map(size => randomBytes(size))
  const chosen = files.map((bytes, n) => ({ name: `${n}.bin`, type: '', blob: new Blob([bytes]) }))
  assert.deepEqual(await seat.device.client.chooseFiles(roomId, chosen), [])
  const clientId = write(seat, roomId)
  const digests = files.map(bytes => createHash('sha256').update(bytes).digest('hex'))
  seat.sent.set(clientId, digests)
}

/**
 * kill -9, and a new start. Only what is neither on the disk nor at the server may be gone: what was typed in that instant, and
 * posts with a file that was being copied.
 */
async function kill(seat: Seat) {
  const { machine, network, device, person } = seat
  const { outbox, files } = device.state()
  const pending = new Set(outbox.map(({ clientId }) => clientId))
  const copied = Object.values(files).filter(({ progress }) => progress.state !== 'preparing')
  machine.kill()
  network.cut()
  seat.acknowledgements.cutOff()
  await device.client.stop()
  const writing = await openWriting({ serverUrl: network.url, accountId: person.account.id }, machine.boot())
  const kept = new Set(writing.written.outbox.map(({ clientId }) => clientId))
  writing.close()
  forget(
    seat,
    [...pending].filter(clientId => !kept.has(clientId)),
  )
  network.heal()
  seat.device = await switchOn(seat)
  discardBroken(
    seat,
    copied.map(({ id }) => id),
  )
}

/** A person whose file was not copied in time is told so, and discards the post. */
function discardBroken(seat: Seat, copied: readonly string[]) {
  const { client, state } = seat.device
  const { files, outbox } = state()
  const isMissing = (id: string) => files[id]?.progress.state === 'missing'
  assert.deepEqual(copied.filter(isMissing), [], 'what was copied is there')
  const broken = outbox.filter(({ fileIds = [] }) => fileIds.some(isMissing)).map(({ clientId }) => clientId)
  for (const clientId of broken) client.discard(clientId)
  forget(seat, broken)
}

function forget({ written }: Seat, gone: readonly string[]) {
  for (const [roomId, clientIds] of written)
    written.set(
      roomId,
      clientIds.filter(clientId => !gone.includes(clientId)),
    )
}

/** The networks heal, and everything that is on its way arrives. */
async function settle(seats: readonly Seat[]) {
  for (const { network, acknowledgements } of seats) {
    network.heal()
    acknowledgements.heal()
  }
  for (const { device } of seats) device.client.reconnect()
  for (const { device } of seats)
    await device.until(
      ({ connection, outbox }) => connection.state === 'online' && outbox.length === 0,
      'online, all sent',
    )
}

async function check(seats: readonly Seat[]): Promise<Map<number, Message[]>> {
  const truths = new Map<number, Message[]>()
  for (const { rooms, person } of seats)
    for (const roomId of rooms) truths.set(roomId, await readAll(person, roomId))
  for (const [roomId, truth] of truths) {
    assert.deepEqual(
      truth.map(({ seq }) => seq),
      truth.map((_, index) => index + 1),
      'dense',
    )
    for (const { person, written, sent } of seats) {
      const mine = truth.filter(({ author, kind }) => kind === 'post' && author.id === person.account.id)
      const expected = written.get(roomId) ?? []
      const arrived = mine.slice(mine.length - expected.length)
      assert.deepEqual(
        arrived.map(({ clientId }) => clientId),
        expected,
        'each post once, in the order of writing',
      )
      assert.deepEqual(
        arrived.map(({ attachments = [] }) => attachments.map(({ sha256 }) => sha256)),
        expected.map(clientId => sent.get(clientId) ?? []),
        'each with its files',
      )
    }
  }
  for (const seat of seats) {
    for (const roomId of seat.rooms) await seesAll(seat, roomId, truths.get(roomId)!)
    await seat.device.client.stop()
    await keepsAll(seat, truths)
    seat.network.cut()
  }
  return truths
}

/** Scrolled up to the beginning, the client shows what the server has. */
async function seesAll({ device, rooms }: Seat, roomId: number, truth: readonly Message[]) {
  const { client } = device
  const rev = truth.at(-1)?.rev ?? 0
  await device.until(
    ({ connection, snapshot }) => connection.state === 'online' && knownRev(snapshot, roomId) === rev,
    `room ${roomId} caught up to ${rev}`,
  )
  assert.ok(rooms.includes(roomId))
  await client.openRoom(roomId)
  while (device.state().snapshot.timelines[roomId]?.hasBefore) await client.loadBefore(roomId)
  const { timelines, rooms: known } = device.state().snapshot
  const what = `seen of room ${roomId} at ${device.state().account.username}`
  sameMessages(timelines[roomId]?.messages ?? [], truth, what)
  assert.equal(known[roomId]?.lastSeq, truth.length)
}

/** What is on the machine's disk is a stretch of the truth, and nothing waits in the outbox. */
async function keepsAll({ machine, network, person, rooms }: Seat, truths: Map<number, Message[]>) {
  const owner = { serverUrl: network.url, accountId: person.account.id }
  const cache = await openCache(owner, machine.boot())
  for (const roomId of rooms) {
    const truth = truths.get(roomId)!
    const page = await cache.readMessages(roomId, 1, Number.MAX_SAFE_INTEGER)
    sameMessages(page?.messages ?? [], truth, `cached of room ${roomId} at ${person.account.username}`)
  }
  await cache.close()
  const writing = await openWriting(owner, machine.boot())
  assert.deepEqual(writing.written.outbox, [])
  writing.close()
}

/** Their addresses first, so that a failure can be read. */
function sameMessages(actual: readonly Message[], expected: readonly Message[], what: string) {
  const addresses = (messages: readonly Message[]) =>
    messages.map(({ seq, rev }) => `${seq}:${rev}`).join(' ')
  assert.equal(addresses(actual), addresses(expected), what)
  assert.deepEqual(actual, expected, what)
}

/** The database has what was read in the end, and nothing else. */
async function keptAll({ db }: FastifyInstance, truths: Map<number, Message[]>) {
  for (const [roomId, truth] of truths) {
    const rows = await db('messages').where({ room_id: roomId }).orderBy('seq').select('seq', 'body')
    assert.deepEqual(
      rows.map(({ seq, body }) => ({ seq, body })),
      truth.map(({ seq, body }) => ({ seq, body })),
    )
  }
}

async function readAll(person: Person, roomId: number): Promise<Message[]> {
  const messages: Message[] = []
  for (let hasAfter = true; hasAfter; ) {
    const query = `after=${messages.at(-1)?.seq ?? 0}&limit=500`
    const { status, body } = await person.api('GET', `/api/v1/rooms/${roomId}/messages?${query}`)
    assert.equal(status, 200)
    messages.push(...body.messages)
    hasAfter = body.hasAfter
  }
  return messages
}

type Acknowledgements = ReturnType<typeof createAcknowledgements>

/** Acknowledgements that get lost, come late or twice, and clients that do not wait long for them. */
function createAcknowledgements() {
  let kind: Spoiling = 'drop'
  let left = 0
  let sockets: Socket[] = []

  function spoil(socket: Socket) {
    const inner = socket as unknown as { onack: (packet: unknown) => void }
    const arrive = inner.onack.bind(socket)
    inner.onack = packet => {
      if (left <= 0) return arrive(packet)
      left--
      if (kind === 'delay' || kind === 'delay too long') setTimeout(arrive, delays[kind], packet)
      if (kind === 'double') {
        arrive(packet)
        arrive(packet)
      }
    }
    const wait = socket.timeout.bind(socket)
    socket.timeout = time => wait(Math.min(time, patience))
    sockets.push(socket)
    return socket
  }

  return {
    socketFactory: (url: string, options: Parameters<typeof io>[1]) => spoil(io(url, options)),
    spoil(how: Spoiling, count: number) {
      kind = how
      left = count
    },
    heal() {
      left = 0
    },
    cutOff() {
      for (const socket of sockets) socket.disconnect()
      sockets = []
    },
  }
}
