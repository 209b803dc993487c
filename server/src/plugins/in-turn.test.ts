import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { loseAnswer } from '../../test/database.ts'
import type { Connection } from '../../test/person.ts'
import { startServer } from '../../test/server.ts'
import { foundRoom, inRoom, post, roomsOf } from '../../test/talk.ts'

const server = await startServer()
const [ada, grace, linus] = [
  await server.signUp('ada'),
  await server.signUp('grace'),
  await server.signUp('linus'),
]

const sentAway = ({ socket }: Connection) => new Promise(resolve => socket.once('disconnect', resolve))

test('[MEM5] who was banned when the answer of the database got lost hears nothing more of the room', async t => {
  const room = await foundRoom([ada, grace], 'Uncertain')
  const [atAda, atGrace, atLinus] = [await ada.connect(), await grace.connect(), await linus.connect()]
  const away = sentAway(atGrace)
  loseAnswer(t, server.app)
  const path = `/api/v1/rooms/${room}/bans/${grace.account.id}` as const
  assert.equal((await ada.api('PUT', path)).body.code, 'unavailable')
  await away
  const again = await grace.connect()
  const speaker = await ada.connect()
  await post(speaker, room, 'not for Grace')
  await pause(100)
  assert.ok(
    !again.events.some(({ name, payload }) => name === 'messages:posted' && inRoom(room)(payload as never)),
  )
  assert.ok(atLinus.socket.connected, 'who has nothing to do with it stays')
  for (const connection of [atAda, atLinus, again, speaker]) connection.close()
})

test('[MEM8] who was brought in, or spoken to for the first time, then learns of it by coming back', async t => {
  const room = await foundRoom([ada], 'Uncertain, too')
  for (const ask of [
    () => ada.api('PUT', `/api/v1/rooms/${room}/members/${linus.account.id}`),
    () => ada.api('PUT', `/api/v1/directs/${linus.account.id}`),
  ]) {
    const before = (await roomsOf(linus)).length
    const away = sentAway(await linus.connect())
    loseAnswer(t, server.app)
    assert.equal((await ask()).body.code, 'unavailable')
    await away
    assert.equal((await roomsOf(linus)).length, before + 1)
  }
})

test('what was surely not committed sends nobody away', async t => {
  const room = await foundRoom([ada, grace], 'Certain')
  const atGrace = await grace.connect()
  const lost = Object.assign(new Error('the connection was lost'), { fatal: true })
  t.mock.method(server.app.db, 'transaction', () => Promise.reject(lost), { times: 1 })
  const path = `/api/v1/rooms/${room}/members/${grace.account.id}` as const
  assert.equal((await ada.api('DELETE', path)).body.code, 'unavailable')
  await pause(400)
  assert.ok(atGrace.socket.connected)
  atGrace.close()
})
