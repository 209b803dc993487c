import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../test/server.ts'

const server = await startServer()
const ada = await server.signUp('ada')

test('[ROOM7] rooms of an earlier server are found by their description, also when the migration was begun before', async () => {
  const form = { name: 'Old', kind: 'public', description: 'Where\nwe met' }
  const { room } = (await ada.api('POST', '/api/v1/rooms', form)).body
  for (const isBegun of [false, true]) {
    const { db } = server.app
    if (isBegun) await db('rooms').update({ description_key: null })
    else await db.raw('ALTER TABLE rooms DROP COLUMN description_key')
    await db('knex_migrations').where({ name: '009-room-descriptions' }).delete()
    await server.restart()
    const { rooms } = (await ada.api('GET', '/api/v1/rooms/browse?query=where%20WE')).body
    assert.deepEqual(
      rooms.map(({ id }: { id: number }) => id),
      [room.id],
    )
  }
})
