import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../test/server.ts'
import { foundRoom } from '../../test/talk.ts'
import { until } from '../../test/until.ts'

const server = await startServer()
const ada = await server.signUp('ada')

test('[ROOM7] rooms of an earlier server are found by their description, also when the migration was begun before', async () => {
  const form = { name: 'Old', kind: 'public', description: 'Where\nwe met' }
  const { room } = (await ada.api('POST', '/api/v1/rooms', form)).body
  for (const isBegun of [false, true]) {
    const { db } = server.app
    if (isBegun) await db('rooms').update({ description_key: null })
    else await db.raw('ALTER TABLE rooms DROP COLUMN description_key')
    await db('knex_migrations').where({ name: '009-tidy-rooms' }).delete()
    await server.restart()
    const { rooms } = (await ada.api('GET', '/api/v1/rooms/browse?query=where%20WE')).body
    assert.deepEqual(
      rooms.map(({ id }: { id: number }) => id),
      [room.id],
    )
  }
})

test('[ROOM18] private rooms that everybody left on an earlier server are cleared away, and no others', async () => {
  const [kept, left] = [await foundRoom([ada], 'Kept'), await foundRoom([ada], 'Left')]
  const open = await foundRoom([ada], 'Open', 'public')
  const { db } = server.app
  await db('members').whereIn('room_id', [left, open]).delete()
  await db('rooms').whereIn('id', [left, open]).update({ member_count: 0 })
  await db('knex_migrations').where({ name: '009-tidy-rooms' }).delete()
  await server.restart()
  await until(async () => (await server.app.db('rooms').where({ id: left })).length === 0)
  assert.equal((await server.app.db('rooms').whereIn('id', [kept, open])).length, 2)
})
