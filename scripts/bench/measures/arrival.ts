/**
 * Everybody comes at once, as after a restart: each client connects, authenticates, fetches its rooms and the newest page
 * of the lobby, and is there when the lobby is told to have all of them connected. The bytes are all that the server sent
 * for it, a second longer.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Arena, type Contender, startContender } from '../contenders.ts'
import { Crowd } from '../crowd.ts'
import type { Member } from '../member.ts'
import { offer } from '../pace.ts'
import type { Row } from '../report.ts'
import { Rest } from '../rest.ts'
import { readLobby } from '../seats.ts'
import { cpuSeconds } from '../usage.ts'

const sizes = [250, 500, 1_000]
const patience = 60_000
const unread = 20
/** So many bytes more per client with all than with a quarter of them still count as linear growth. */
const linear = 1.25

type Arrival = { seconds: number; bytesPerClient: number; cpu: number; databaseCpu: number }

export async function measureArrival(arena: Arena): Promise<Row[]> {
  const bare = await startContender('bare', arena)
  const bareSeconds = await timeConnecting(bare, sizes.at(-1)!)
  await bare.stop()
  const contender = await startContender('chatter', arena)
  await fillNewestPage(contender)
  await readLobby(arena.seats, unread)
  const arrivals: Arrival[] = []
  for (const size of sizes) arrivals.push(await arrive(contender, size))
  await contender.stop()
  const times = arrivals.map(
    ({ seconds }, index): Row => ({
      measure: `${sizes[index]} clients connect, fetch and see each other`,
      unit: 's',
      values: { chatter: seconds, bare: index === sizes.length - 1 ? bareSeconds : undefined },
      demand: index === sizes.length - 1 ? { is: 'at most', value: 3 } : undefined,
    }),
  )
  const bytes = arrivals.map(
    ({ bytesPerClient }, index): Row => ({
      measure: `${sizes[index]} clients: sent to each`,
      unit: 'KiB',
      values: { chatter: bytesPerClient / 1024 },
      demand:
        index === 0 ? undefined : { is: 'at most', value: (arrivals[0]!.bytesPerClient / 1024) * linear },
    }),
  )
  const all = arrivals.at(-1)!
  return [
    ...times,
    {
      measure: 'of it CPU of the server, and of its database',
      unit: 's',
      values: { chatter: all.cpu, insert: all.databaseCpu },
    },
    ...bytes,
  ]
}

async function timeConnecting(contender: Contender, count: number) {
  const crowd = new Crowd(contender.roomId)
  const start = performance.now()
  await crowd.connect(contender.doors(count))
  const seconds = (performance.now() - start) / 1000
  await crowd.close()
  return seconds
}

/** The newest page shall have something to carry. */
async function fillNewestPage(contender: Contender) {
  const crowd = new Crowd(contender.roomId)
  await crowd.connect(contender.doors(2))
  await offer(crowd, contender, { rate: 100, warmup: 0, seconds: 1 })
  await crowd.close()
}

async function arrive(contender: Contender, count: number): Promise<Arrival> {
  const { roomId, port } = contender
  const crowd = new Crowd(roomId)
  const told = new Map<Member, number>()
  crowd.onOther = (member, text) => {
    const counted = countIn(text, roomId)
    if (counted !== undefined) told.set(member, counted)
  }
  const start = performance.now()
  const before = { cpu: cpuSeconds(contender.pid), databaseCpu: cpuSeconds(contender.databasePid!) }
  const rests = await Promise.all(
    contender.doors(count).map(async door => {
      const index = crowd.members.length
      const connecting = crowd.connect([door])
      const member = crowd.members[index]!
      await connecting
      const rest = new Rest(port, door.token!)
      const { rooms } = JSON.parse(await rest.get('/api/v1/rooms'))
      const lobby = rooms.find((room: { id: number }) => room.id === roomId)
      told.set(member, Math.max(told.get(member) ?? 0, lobby.connectedCount))
      const { messages } = JSON.parse(await rest.get(`/api/v1/rooms/${roomId}/messages?limit=50`))
      if (messages.length !== 50) throw new Error(`The newest page has ${messages.length} messages, not 50.`)
      return rest
    }),
  )
  while (crowd.members.some(member => told.get(member) !== count)) {
    if (crowd.fault) throw new Error(crowd.fault)
    if (performance.now() - start > patience)
      throw new Error(`${count} clients did not see each other in ${patience / 1000} s.`)
    await sleep(5)
  }
  const seconds = (performance.now() - start) / 1000
  const cpu = cpuSeconds(contender.pid) - before.cpu
  const databaseCpu = cpuSeconds(contender.databasePid!) - before.databaseCpu
  await sleep(1_000)
  const bytes = [...crowd.members, ...rests].reduce((sum, { bytes }) => sum + bytes, 0)
  for (const rest of rests) rest.close()
  await crowd.close()
  await sleep(1_500)
  return { seconds, bytesPerClient: bytes / count, cpu, databaseCpu }
}

/** What an event says of how many are connected in a room. */
function countIn(text: string, roomId: number): number | undefined {
  if (!text.startsWith('["presence:changed"')) return undefined
  const [, { rooms }] = JSON.parse(text)
  return rooms.find((room: { roomId: number }) => room.roomId === roomId)?.connectedCount
}
