import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { startServer } from '../../../test/server.ts'
import { coded, foundRoom } from '../../../test/talk.ts'

const server = await startServer()
const ada = await server.signUp('ada', { displayName: 'Ada' })
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')
const room = await foundRoom([ada, grace], 'Lab')

test('[TYP1] who types is named to the others in the room, but to none of their own devices', async () => {
  const [atAda, elsewhere, atGrace, atLinus] = [
    await ada.connect(),
    await ada.connect(),
    await grace.connect(),
    await linus.connect(),
  ]
  assert.deepEqual(await atAda.call('typing:start', { roomId: room }), {})
  const heard = await atGrace.next('typing:started')
  assert.deepEqual(heard, { roomId: room, account: { id: ada.account.id, displayName: 'Ada' } })
  await pause(50)
  for (const { events } of [atAda, elsewhere, atLinus])
    assert.ok(!events.some(({ name }) => name === 'typing:started'))
})

test('[TYP2] nobody types in a room that they are not in', async () => {
  assert.deepEqual(await (await grace.connect()).call('typing:start', { roomId: room }), {})
  const atLinus = await linus.connect()
  await assert.rejects(atLinus.call('typing:start', { roomId: room }), coded('not_found'))
  await assert.rejects(atLinus.call('typing:start', { roomId: 999_999 }), coded('not_found'))
  await grace.api('DELETE', `/api/v1/rooms/${room}/members/${grace.account.id}`)
  await assert.rejects((await grace.connect()).call('typing:start', { roomId: room }), coded('not_found'))
  await ada.api('PUT', `/api/v1/rooms/${room}/members/${grace.account.id}`)
})

test('[TYP3] a crowd that types is not told one by one', async () => {
  const [atAda, atGrace] = [await ada.connect(), await grace.connect()]
  await pause(100)
  const begun = Date.now()
  for (let n = 0; n < 40; n++) await atAda.call('typing:start', { roomId: room })
  await pause(50)
  const heard = atGrace.events.filter(({ name }) => name === 'typing:started').length
  assert.ok(heard > 0 && heard <= 9 + (Date.now() - begun) / 250, `${heard} hints`)
})
