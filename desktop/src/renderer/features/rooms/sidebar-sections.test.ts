import assert from 'node:assert/strict'
import test from 'node:test'
import type { Room } from '@chatter/shared/rooms.ts'
import { indexInGap, lastPlace, listSections, placeAt, visibleRooms } from './sidebar-sections.ts'

const room = (id: number, name: string, more: Partial<Room> = {}): Room =>
  ({
    id,
    name,
    kind: 'public',
    lobby: false,
    peer: null,
    favourite: null,
    unreadCount: 0,
    level: 'all',
    createdAt: id,
    lastMessage: null,
    ...more,
  }) as Room
const direct = (id: number, displayName: string, more: Partial<Room> = {}) =>
  room(id, '', { kind: 'direct', peer: { id, displayName } as Room['peer'], ...more })
const byId = (...rooms: Room[]) => Object.fromEntries(rooms.map(each => [each.id, each]))
const byName = { rooms: 'name', directs: 'name' } as const
const ids = (rooms: Record<number, Room>, orders: Parameters<typeof listSections>[1] = byName) =>
  listSections(rooms, orders, 'ko').map(section => section.rooms.map(({ id }) => id))

test('[SIDE1] favourites stand first, in the order that was given to them, and nowhere else', () => {
  const rooms = byId(room(1, 'a', { favourite: 2 }), room(2, 'b'), direct(3, 'c', { favourite: 1.5 }))
  assert.deepEqual(ids(rooms), [[3, 1], [2], []])
})

test('[SIDE1] rooms are listed by name below the lobby, or those with something unread first', () => {
  const rooms = byId(
    room(1, 'Lobby', { lobby: true }),
    room(2, '나무'),
    room(3, '가지', { unreadCount: 3, level: 'muted' }),
    room(4, '다리', { unreadCount: 1 }),
  )
  assert.deepEqual(ids(rooms)[1], [1, 3, 2, 4])
  assert.deepEqual(ids(rooms, { ...byName, rooms: 'unread' })[1], [4, 1, 3, 2])
})

test('[SIDE1] conversations are listed by name, or the latest first', () => {
  const rooms = byId(direct(1, 'Zoe', { createdAt: 9 }), direct(2, 'Ada', { createdAt: 3 }))
  assert.deepEqual(ids(rooms)[2], [2, 1])
  assert.deepEqual(ids(rooms, { ...byName, directs: 'recent' })[2], [1, 2])
})

test('[SIDE2] a collapsed section shows the open room and what asks for attention', () => {
  const rooms = [
    room(1, 'a'),
    room(2, 'b', { unreadCount: 1 }),
    room(3, 'c', { unreadCount: 1, level: 'muted' }),
  ]
  const section = { name: 'rooms', rooms } as const
  assert.deepEqual(
    visibleRooms({ ...section, rooms }, true, 1).map(({ id }) => id),
    [1, 2],
  )
  assert.equal(visibleRooms({ ...section, rooms }, false, null).length, 3)
})

test('[SIDE3] a favourite moves between any two others', () => {
  const favourites = [1, 2, 3].map(id => room(id, `${id}`, { favourite: id }))
  const order = (roomId: number, index: number) => {
    const moved = favourites.map(each =>
      each.id === roomId ? { ...each, favourite: placeAt(favourites, roomId, index) } : each,
    )
    return ids(byId(...moved))[0]
  }
  assert.deepEqual(order(3, 0), [3, 1, 2])
  assert.deepEqual(order(3, 1), [1, 3, 2])
  assert.deepEqual(order(1, 2), [2, 3, 1])
  assert.equal(lastPlace(byId(...favourites)), 4)
  assert.equal(placeAt([], 1, 0), 1)
})

test('[SIDE3] in a folded section a favourite goes to where it is dropped among those that are shown', () => {
  const favourites = [1, 2, 3, 4, 5].map(id => room(id, `${id}`, { favourite: id }))
  const visible = favourites.filter(({ id }) => id !== 2 && id !== 4)
  const order = (roomId: number, gap: number) => {
    const index = indexInGap(favourites, visible, roomId, gap)
    if (index === undefined) return undefined
    const others = favourites.map(({ id }) => id).filter(id => id !== roomId)
    return others.toSpliced(index, 0, roomId)
  }
  assert.deepEqual(order(5, 0), [5, 1, 2, 3, 4])
  assert.deepEqual(order(5, 1), [1, 2, 5, 3, 4], 'right above the one below the gap')
  assert.deepEqual(order(1, 2), [2, 3, 4, 1, 5])
  assert.deepEqual(order(1, 3), [2, 3, 4, 5, 1])
  for (const gap of [1, 2, -1, 4]) assert.equal(order(3, gap), undefined, 'where it is, or nowhere')
})
