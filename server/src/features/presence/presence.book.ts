/**
 * Who is connected, from live sockets, in memory: each person's devices, and how many people are connected in each room.
 * Counts move by one with each arrival and departure; nothing is ever scanned.
 */
import type { PresenceState } from '@chatter/shared/presence.ts'

/**
 * A person who disconnects may come back within this time, in milliseconds, without anybody noticing. The app tries again
 * after half a second at the latest.
 */
export const flap = 600

export type Connected = Exclude<PresenceState, 'offline'>

/** Where a connected person is: the rooms, without direct ones, and those they have a direct room with. */
export type Whereabouts = { roomIds: Iterable<number>; peerIds: Iterable<number> }

/** Those who left, with when, which device was their last, and whom they had direct rooms with: nothing else remembers. */
export type Departure = { at: number; device: string; peerIds: ReadonlySet<number> }

/** What is new since it was last asked. */
export type PresenceChanges = {
  accountIds: ReadonlySet<number>
  roomIds: ReadonlySet<number>
  departures: ReadonlyMap<number, Departure>
}

type Person = {
  devices: Map<string, Connected>
  state: Connected
  roomIds: Set<number>
  peerIds: Set<number>
  leaving: NodeJS.Timeout | undefined
}

export type PresenceBook = ReturnType<typeof createPresenceBook>

/** @param onChange called after each change, for whoever gathers them */
export function createPresenceBook(onChange: () => void, now: () => number = Date.now) {
  const people = new Map<number, Person>()
  const counts = new Map<number, number>()
  const moves = new Map<number, number>()
  let changes = noChanges()

  /** @param at when it began to be so, in milliseconds */
  function stir(at = now()) {
    if (hasChanges()) changes.since = Math.min(changes.since, at)
    onChange()
  }

  const hasChanges = () => changes.accountIds.size > 0 || changes.roomIds.size > 0

  function count(roomId: number, difference: 1 | -1) {
    const connected = (counts.get(roomId) ?? 0) + difference
    if (connected > 0) counts.set(roomId, connected)
    else counts.delete(roomId)
    changes.roomIds.add(roomId)
  }

  function enter(person: Person, roomId: number) {
    if (person.roomIds.has(roomId)) return
    person.roomIds.add(roomId)
    count(roomId, 1)
  }

  function leave(person: Person, roomId: number) {
    if (person.roomIds.delete(roomId)) count(roomId, -1)
  }

  function leaveOthers(person: Person, roomIds: ReadonlySet<number>) {
    for (const roomId of person.roomIds) if (!roomIds.has(roomId)) leave(person, roomId)
  }

  function isOnline({ devices }: Person): boolean {
    for (const state of devices.values()) if (state === 'online') return true
    return false
  }

  /** Any device at which the person is makes them online. */
  function judge(accountId: number, person: Person) {
    const state: Connected = isOnline(person) ? 'online' : 'away'
    if (state === person.state) return
    person.state = state
    changes.accountIds.add(accountId)
    stir()
  }

  function welcome(accountId: number): Person {
    const person: Person = {
      devices: new Map(),
      state: 'online',
      roomIds: new Set(),
      peerIds: new Set(),
      leaving: undefined,
    }
    people.set(accountId, person)
    changes.accountIds.add(accountId)
    changes.departures.delete(accountId)
    return person
  }

  function remove(accountId: number, person: Person, at: number, device: string) {
    people.delete(accountId)
    for (const roomId of person.roomIds) count(roomId, -1)
    changes.accountIds.add(accountId)
    changes.departures.set(accountId, { at, device, peerIds: person.peerIds })
    stir(at)
  }

  function move(accountId: number) {
    moves.set(accountId, (moves.get(accountId) ?? 0) + 1)
  }

  return {
    /**
     * A device of theirs connected.
     * @param areAll whether they are in no other rooms for certain: what was missed of that is put right
     */
    arrive(
      accountId: number,
      device: string,
      { roomIds, peerIds }: Whereabouts,
      { state = 'online', areAll = false }: { state?: Connected; areAll?: boolean } = {},
    ) {
      const person = people.get(accountId) ?? welcome(accountId)
      clearTimeout(person.leaving)
      person.leaving = undefined
      for (const roomId of roomIds) enter(person, roomId)
      for (const peerId of peerIds) person.peerIds.add(peerId)
      if (areAll) leaveOthers(person, new Set(roomIds))
      person.devices.set(device, state)
      judge(accountId, person)
      stir()
    },
    /** A device of theirs disconnected. */
    depart(accountId: number, device: string) {
      const person = people.get(accountId)
      if (!person?.devices.delete(device)) return
      if (person.devices.size > 0) return judge(accountId, person)
      const at = now()
      person.leaving = setTimeout(() => remove(accountId, person, at, device), flap).unref()
    },
    setState(accountId: number, device: string, state: Connected) {
      const person = people.get(accountId)
      if (!person?.devices.has(device)) return
      person.devices.set(device, state)
      judge(accountId, person)
    },
    /** How they are is to be told again: what is known of it elsewhere changed. */
    retell(accountId: number) {
      changes.accountIds.add(accountId)
      stir()
    },
    enterRoom(accountId: number, roomId: number) {
      move(accountId)
      const person = people.get(accountId)
      if (!person) return
      enter(person, roomId)
      stir()
    },
    leaveRoom(accountId: number, roomId: number) {
      move(accountId)
      const person = people.get(accountId)
      if (!person) return
      leave(person, roomId)
      stir()
    },
    /** The two have a direct room now. */
    befriend(accountId: number, peerId: number) {
      for (const [one, other] of [
        [accountId, peerId],
        [peerId, accountId],
      ] as const) {
        move(one)
        people.get(one)?.peerIds.add(other)
      }
    },
    /** The room is no more. */
    forgetRoom(roomId: number) {
      for (const person of people.values()) person.roomIds.delete(roomId)
      counts.delete(roomId)
      changes.roomIds.delete(roomId)
    },
    stateOf: (accountId: number): PresenceState => people.get(accountId)?.state ?? 'offline',
    countOf: (roomId: number) => counts.get(roomId) ?? 0,
    devicesOf: (accountId: number): Iterable<string> => people.get(accountId)?.devices.keys() ?? [],
    /** Their devices with how each of them is, and where the person is; undefined when they are not there. */
    find: (accountId: number): Readonly<Pick<Person, 'devices' | 'roomIds' | 'peerIds'>> | undefined =>
      people.get(accountId),
    peersOf: (accountId: number): Iterable<number> => people.get(accountId)?.peerIds ?? [],
    connected: (): number[] => [...people.keys()],
    /** Moves with every change of the person's rooms: where it differs, what was read about them may be out of date. */
    movesOf: (accountId: number) => moves.get(accountId) ?? 0,
    takeChanges(): PresenceChanges {
      const taken = changes
      changes = noChanges()
      return taken
    },
    /** What was taken could not be told: it is still to be told. */
    giveBack({ accountIds, roomIds, departures }: PresenceChanges) {
      for (const accountId of accountIds) changes.accountIds.add(accountId)
      for (const roomId of roomIds) changes.roomIds.add(roomId)
      for (const [accountId, departure] of departures)
        if (!people.has(accountId) && !changes.departures.has(accountId))
          changes.departures.set(accountId, departure)
    },
    /** Since when somebody waits for what was not taken yet. */
    untoldSince: () => changes.since,
    hasChanges,
    changedPeopleCount: () => changes.accountIds.size,
    peopleCount: () => people.size,
    close() {
      for (const { leaving } of people.values()) clearTimeout(leaving)
    },
  }
}

function noChanges() {
  return {
    since: Number.POSITIVE_INFINITY,
    accountIds: new Set<number>(),
    roomIds: new Set<number>(),
    departures: new Map<number, Departure>(),
  }
}
