/**
 * One presence book on every node. Each tells the others how the people are who are connected to it, and who enters or leaves
 * rooms; to the others, a node is one more device of each of its people. Its beats are the lease: when they stop, these
 * devices depart.
 */
import type { Nodes, ToldPerson } from '../../lib/nodes.ts'
import type { Connected, PresenceBook } from './presence.book.ts'

/** Returns the book, shared with the other nodes; alone, as it is. */
export function sharePresence(book: PresenceBook, nodes: Nodes): PresenceBook {
  if (!nodes.areSeveral) return book
  /** How the others were told that people are here. */
  const told = new Map<number, Connected>()
  /** Who is connected to which other node. */
  const elsewhere = new Map<string, Set<number>>()

  function stateHere(accountId: number): Connected | null {
    let state: Connected | null = null
    for (const [device, one] of book.find(accountId)?.devices ?? []) {
      if (elsewhere.has(device)) continue
      if (one === 'online') return one
      state = one
    }
    return state
  }

  function personHere(accountId: number): ToldPerson {
    const { roomIds = [], peerIds = [] } = book.find(accountId) ?? {}
    return { accountId, state: stateHere(accountId), roomIds: [...roomIds], peerIds: [...peerIds] }
  }

  /** Devices of one person that come, go or change count as one. */
  function tellChange(accountId: number) {
    const state = stateHere(accountId)
    if (state === (told.get(accountId) ?? null)) return
    if (state) told.set(accountId, state)
    else told.delete(accountId)
    nodes.tell('person', personHere(accountId))
  }

  function hearPerson(person: ToldPerson, node: string, areAll = false) {
    const { accountId, state, roomIds, peerIds } = person
    const there = elsewhere.get(node) ?? new Set()
    elsewhere.set(node, there)
    if (state) {
      there.add(accountId)
      book.arrive(accountId, node, { roomIds, peerIds }, { state, areAll })
    } else if (there.delete(accountId)) book.depart(accountId, node)
  }

  function hearPeople(people: readonly ToldPerson[], node: string) {
    const here = new Set(people.map(({ accountId }) => accountId))
    for (const accountId of elsewhere.get(node) ?? []) if (!here.has(accountId)) departFrom(node, accountId)
    for (const person of people) hearPerson(person, node, true)
  }

  function departFrom(node: string, accountId: number) {
    elsewhere.get(node)?.delete(accountId)
    book.depart(accountId, node)
  }

  nodes.on('person', hearPerson)
  nodes.on('people', ({ people }, node) => hearPeople(people, node))
  nodes.on('person:entered', ({ accountId, roomId }) => book.enterRoom(accountId, roomId))
  nodes.on('person:left', ({ accountId, roomId }) => book.leaveRoom(accountId, roomId))
  nodes.on('person:befriended', ({ accountId, peerId }) => book.befriend(accountId, peerId))
  nodes.on('person:retold', ({ accountId }) => book.retell(accountId))
  nodes.on('room:forgotten', ({ roomId }) => book.forgetRoom(roomId))
  nodes.onMet(() => nodes.tell('people', { people: [...told.keys()].map(personHere) }))
  nodes.onGone(node => {
    for (const accountId of elsewhere.get(node) ?? []) departFrom(node, accountId)
  })

  return {
    ...book,
    arrive(accountId, ...arrival) {
      book.arrive(accountId, ...arrival)
      tellChange(accountId)
    },
    depart(accountId, device) {
      book.depart(accountId, device)
      tellChange(accountId)
    },
    setState(accountId, device, state) {
      book.setState(accountId, device, state)
      tellChange(accountId)
    },
    enterRoom(accountId, roomId) {
      book.enterRoom(accountId, roomId)
      nodes.tell('person:entered', { accountId, roomId })
    },
    leaveRoom(accountId, roomId) {
      book.leaveRoom(accountId, roomId)
      nodes.tell('person:left', { accountId, roomId })
    },
    befriend(accountId, peerId) {
      book.befriend(accountId, peerId)
      nodes.tell('person:befriended', { accountId, peerId })
    },
    retell(accountId) {
      book.retell(accountId)
      nodes.tell('person:retold', { accountId })
    },
    forgetRoom(roomId) {
      book.forgetRoom(roomId)
      nodes.tell('room:forgotten', { roomId })
    },
    // Each node keeps when its own people were last there.
    connected: () => [...told.keys()],
  }
}
