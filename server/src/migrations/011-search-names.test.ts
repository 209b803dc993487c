import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bringFile, postFiles } from '../../test/files.ts'
import { startServer } from '../../test/server.ts'
import { foundRoom, post } from '../../test/talk.ts'
import { indexEverything } from '../features/search/search.indexing.ts'

test('[SRCH10] files that an earlier server indexed without their names are found by them', async () => {
  const server = await startServer({ searchIndexing: 'off' })
  const ada = await server.signUp('ada')
  const [withFiles, without] = [await foundRoom([ada], 'Files'), await foundRoom([ada], 'Words')]
  const atAda = await ada.connect()
  await postFiles(atAda, withFiles, [await bringFile(server, ada, withFiles, { name: '분기 보고서.pdf' })])
  await post(atAda, without, 'only words')
  await indexEverything(server.app)
  const { db } = server.app
  // As the earlier server left it: the room is known, but nothing that tells of names.
  await db('search_documents').where({ room_id: withFiles }).delete()
  const found = async () => {
    const { body } = await ada.api('GET', `/api/v1/search?query=${encodeURIComponent('보고')}`)
    return body.messages.length
  }
  assert.equal(await found(), 0)
  await db('knex_migrations').where({ name: '011-search-names' }).delete()
  await server.restart()
  assert.equal(await found(), 1)
  await indexEverything(server.app)
  assert.equal(await found(), 1)
  const known = await server.app.db('search_documents').where({ room_id: without }).count({ count: '*' })
  assert.equal(Number(known[0]!.count), 1, 'rooms without files stay as they were')
})
