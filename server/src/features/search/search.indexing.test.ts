import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startServer } from '../../../test/server.ts'
import { lobbyOf, post } from '../../../test/talk.ts'
import { until } from '../../../test/until.ts'
import { selectBehind } from './search.documents.table.ts'
import { longestDocument } from './search.documents.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const connection = await ada.connect()
const { id: roomId } = await lobbyOf(ada)
const say = () => post(connection, roomId, 'The engine turns.')

test('[SRCH20] the index looks seldom while people talk, and comes after once they rest', async () => {
  await say()
  await sleep(1_500)
  let looks = 0
  server.app.db.on('query', ({ sql }: { sql?: string }) => {
    if (sql?.includes('rooms.rev > COALESCE')) looks++
  })
  for (const end = Date.now() + 4_000; Date.now() < end; await sleep(200)) await say()
  assert.ok(looks <= 1, `It looked ${looks} times in four seconds of talk.`)
  for (let posts = 0; posts < 2 * longestDocument; posts++) await say()
  await until(async () => {
    const [lobby] = await selectBehind(server.app.db)
    return lobby === undefined || lobby.rev - lobby.indexedRev < longestDocument
  })
})
