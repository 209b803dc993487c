import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bringFile } from '../../test/files.ts'
import { startServer } from '../../test/server.ts'
import { lobbyOf } from '../../test/talk.ts'
import { png, putThumbnail } from '../../test/uploads.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const lobby = (await lobbyOf(ada)).id

test('files of an earlier server count to who has them, also when the migration was begun before', async () => {
  const { id } = await bringFile(server, ada, lobby)
  for (const isBegun of [false, true]) {
    const { db } = server.app
    if (isBegun) await db('attachments').update({ brought_by: null })
    else {
      await db.schema.alterTable('attachments', table => {
        table.dropIndex([], 'attachments_thumbnails')
        table.index(['thumbnail_key'])
      })
      for (const column of ['brought_by', 'thumbnail_size'])
        await db.raw(`ALTER TABLE attachments DROP COLUMN ${column}`)
    }
    await db('knex_migrations').where({ name: '008-quotas' }).delete()
    await server.restart()
    const [row] = await server.app.db('attachments')
    assert.deepEqual([row.brought_by, row.thumbnail_size], [ada.account.id, null])
    // Only once it is gone its name is free.
    await server.app.db.schema.alterTable('attachments', table => table.index(['thumbnail_key']))
  }
  assert.equal(await putThumbnail(server, ada, id, png(10, 10)), '')
})
