/** People at their machines, with the app on them and a network that can be spoiled. */
import { after } from 'node:test'
import { startBadNetwork } from '../../server/test/bad-network.ts'
import type { Person } from '../../server/test/person.ts'
import type { TestServer } from '../../server/test/server.ts'
import type { ClientState } from '../src/renderer/store/state.ts'
import { createDevice, createMachine, type Device } from './client.ts'

export type Seats = ReturnType<typeof createSeats>
export type Seat = Awaited<ReturnType<Seats['start']>>

/** Seats at this server. The apps on them are stopped after the tests of the file. */
export function createSeats(server: TestServer) {
  const devices: Device[] = []
  after(() => Promise.all(devices.map(({ client }) => client.stop())))
  let people = 0
  const signUp = (name: string) => server.signUp(`${name}${++people}`, { displayName: name })

  /** A person at a machine of their own, or at one that they used before. */
  async function arrive(
    person: Person,
    machine = createMachine(),
    network?: Awaited<ReturnType<typeof startBadNetwork>>,
  ) {
    network ??= await startBadNetwork(server.url)
    const device = createDevice(network.url, person, { storage: machine.boot() })
    devices.push(device)
    await device.client.start()
    return { ...device, person, machine, network, online: () => device.until(isOnline, 'online') }
  }

  async function start(name: string) {
    const seat = await arrive(await signUp(name))
    await seat.online()
    return seat
  }

  /** Ada and Grace, and their direct room. */
  async function startPair() {
    const [ada, grace] = await Promise.all([start('Ada'), start('Grace')])
    const roomId = await ada.client.openDirect(grace.person.account.id)
    await grace.until(({ snapshot }) => snapshot.rooms[roomId] !== undefined, 'the room at Grace')
    await Promise.all([ada.client.openRoom(roomId), grace.client.openRoom(roomId)])
    return { ada, grace, roomId }
  }

  /** A room of the first, with the others in it, open on every screen. */
  async function gather(
    name: string,
    [owner, ...others]: [Seat, ...Seat[]],
    kind: 'public' | 'private' = 'private',
  ) {
    const roomId = await owner.client.createRoom({ name: `${name} ${++people}`, kind })
    for (const { person, until } of others) {
      await owner.client.addMember(roomId, person.account.id)
      await until(({ snapshot }) => snapshot.rooms[roomId] !== undefined, name)
    }
    await Promise.all([owner, ...others].map(({ client }) => client.openRoom(roomId)))
    return roomId
  }

  return { arrive, start, startPair, gather, signUp, devices }
}

export const isOnline = ({ connection }: ClientState) => connection.state === 'online'
export const isOffline = ({ connection }: ClientState) => connection.state === 'offline'
export const bodies = ({ snapshot }: ClientState, roomId: number) =>
  snapshot.timelines[roomId]?.messages.map(({ body }) => body) ?? []
export const has = (roomId: number, body: string) => (state: ClientState) =>
  bodies(state, roomId).includes(body)
export const lobbyOf = ({ snapshot }: ClientState) =>
  Object.values(snapshot.rooms).find(({ lobby }) => lobby)!.id
