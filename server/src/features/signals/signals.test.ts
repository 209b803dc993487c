import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { longestSignal } from '@chatter/shared/signals.ts'
import { startServer } from '../../../test/server.ts'
import { coded, foundRoom, history, lobbyOf } from '../../../test/talk.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')
const direct: number = (await ada.api('PUT', `/api/v1/directs/${grace.account.id}`)).body.room.id

const signal = (payload: string, more: object = {}) => ({
  roomId: direct,
  peerId: randomUUID(),
  payload,
  ...more,
})

test('[FILE70] a signal reaches every device of the other person in the direct room, and nobody else', async () => {
  const [atAda, adaElsewhere, atGrace, graceElsewhere, atLinus] = [
    await ada.connect(),
    await ada.connect(),
    await grace.connect(),
    await grace.connect(),
    await linus.connect(),
  ]
  const sent = signal('offer', { toPeerId: randomUUID() })
  assert.deepEqual(await atAda.call('signal:send', sent), {})
  for (const device of [atGrace, graceElsewhere])
    assert.deepEqual(await device.next('signal:received'), { ...sent, accountId: ada.account.id })
  const answer = signal('answer')
  assert.deepEqual(await atGrace.call('signal:send', answer), {})
  assert.deepEqual(await atAda.next('signal:received'), { ...answer, accountId: grace.account.id })
  await pause(50)
  assert.equal(adaElsewhere.events.filter(({ name }) => name === 'signal:received').length, 1)
  assert.ok(!atLinus.events.some(({ name }) => name === 'signal:received'))
})

test('[FILE70] who is not in a direct room cannot tell it from none, and other rooms carry no signals', async () => {
  const atAda = await ada.connect()
  assert.deepEqual(await atAda.call('signal:send', signal('fine')), {})
  const group = await foundRoom([ada, grace, linus], 'Group')
  const { id: lobby } = await lobbyOf(ada)
  for (const roomId of [group, lobby, 999_999])
    await assert.rejects(atAda.call('signal:send', signal('no', { roomId })), coded('not_found'))
  await assert.rejects((await linus.connect()).call('signal:send', signal('no')), coded('not_found'))
})

test('[FILE70] a signal says who sends it and has a bounded length', async () => {
  const atAda = await ada.connect()
  assert.deepEqual(await atAda.call('signal:send', signal('x'.repeat(longestSignal))), {})
  for (const wrong of [
    signal('x'.repeat(longestSignal + 1)),
    signal('x', { peerId: 'me' }),
    signal('x', { toPeerId: '' }),
  ])
    await assert.rejects(atAda.call('signal:send', wrong), coded('invalid_input'))
  const atGrace = await grace.connect()
  // Whom it is from is the session's to say.
  await atAda.call('signal:send', signal('mine', { accountId: linus.account.id }))
  assert.equal((await atGrace.next('signal:received')).accountId, ada.account.id)
})

test('[FILE70] nothing of a signal is kept', async () => {
  const before = await history(ada, direct)
  const secret = `secret${randomUUID()}`
  await (await ada.connect()).call('signal:send', signal(secret))
  assert.deepEqual(await history(ada, direct), before)
  // A device that comes later hears nothing of it.
  const later = await grace.connect()
  await pause(100)
  assert.ok(!later.events.some(({ name }) => name === 'signal:received'))
})

test('[FILE71] signals have a limit of their own, for each account', async () => {
  const [atLinus, atGrace] = [await linus.connect(), await grace.connect()]
  const roomId: number = (await linus.api('PUT', `/api/v1/directs/${ada.account.id}`)).body.room.id
  const answers = await Promise.allSettled(
    Array.from({ length: 300 }, () => atLinus.call('signal:send', signal('again', { roomId }))),
  )
  const refusals = answers.flatMap(answer => (answer.status === 'rejected' ? [answer.reason] : []))
  assert.ok(refusals.length >= 100 && refusals.length <= 200, `${refusals.length} refused`)
  for (const refusal of refusals) {
    assert.equal(refusal.code, 'rate_limited')
    assert.ok(refusal.retryAfter > 0)
  }
  assert.deepEqual(await atGrace.call('signal:send', signal('fine')), {})
})
