import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Message, PostMessage } from '@chatter/shared/messages.ts'
import { emptySnapshot } from '@chatter/shared/snapshot.ts'
import fc from 'fast-check'
import { createOutboxDriver } from './outbox.driver.ts'
import {
  acknowledge,
  addPost,
  arrivedPosts,
  discardPost,
  emptyOutbox,
  type Outbox,
  postpone,
  postsToSend,
  refuse,
  removePosts,
  retryPost,
  takeOff,
} from './outbox.ts'

const gone = new ChatterError('not_found', 'There is no such room.')
const write = (outbox: Outbox, clientId: string, roomId = 1) =>
  addPost(outbox, { clientId, roomId, body: clientId, writtenAt: 0 })
const toSend = (outbox: Outbox) => postsToSend(outbox).map(({ clientId }) => clientId)

test('[OUT4] of each room one post at a time is on its way, in the order of writing', () => {
  let outbox = write(write(write(emptyOutbox, 'a'), 'b'), 'c', 2)
  assert.deepEqual(toSend(outbox), ['a', 'c'])
  outbox = takeOff(outbox, 'a')
  assert.deepEqual(toSend(outbox), ['c'])
  outbox = acknowledge(outbox, message('a', 1))
  assert.deepEqual(toSend(outbox), ['b', 'c'])
})

test('[OUT4] what was not answered goes again, before what was written later', () => {
  const outbox = postpone(takeOff(write(write(emptyOutbox, 'a'), 'b'), 'a'), 'a')
  assert.deepEqual(toSend(outbox), ['a'])
})

test('[OUT6] a refused post stays, with those behind it going on, and can be sent again', () => {
  let outbox = refuse(takeOff(write(write(emptyOutbox, 'a'), 'b'), 'a'), 'a', gone.toWire())
  assert.deepEqual(outbox.entries[0]?.state, { failed: gone.toWire() })
  assert.deepEqual(toSend(outbox), ['b'])
  outbox = retryPost(outbox, 'a')
  assert.deepEqual(toSend(outbox), ['a'])
})

test('[OUT7] a post that the server may have is not discarded', () => {
  const written = write(emptyOutbox, 'a')
  assert.equal(discardPost(written, 'a')?.entry.body, 'a')
  const flying = takeOff(written, 'a')
  assert.equal(discardPost(flying, 'a'), undefined)
  assert.equal(discardPost(postpone(flying, 'a'), 'a'), undefined)
  assert.equal(discardPost(refuse(flying, 'a', gone.toWire()), 'a')?.entry.body, 'a')
})

test('[OUT1] a post goes when its message is in the snapshot, not before', () => {
  const me = { id: 7, username: 'ada', displayName: 'Ada', timeZone: null, createdAt: 0 }
  const snapshot = { ...emptySnapshot, me }
  const outbox = write(emptyOutbox, 'a')
  assert.deepEqual(arrivedPosts(outbox, snapshot, [message('b', 1)]), [])
  assert.deepEqual(
    arrivedPosts(outbox, snapshot, [{ ...message('a', 1), author: { id: 8, displayName: 'Eve' } }]),
    [],
  )
  assert.deepEqual(arrivedPosts(outbox, snapshot, [message('a', 1)]), ['a'])
  assert.deepEqual(removePosts(outbox, ['a']).entries, [])
})

test('[OUT4] a server that answers in every possible way gets each post, once it takes it, in order', async () => {
  const answers = fc.array(fc.constantFrom('take', 'lose', 'timeout', 'busy', 'refuse'), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 6 }), answers, async (count, script) => {
      const server = createScriptedServer([...script])
      const outbox = startOutbox(server.answer)
      const clientIds = Array.from({ length: count }, (_, index) => `post ${index}`)
      for (const clientId of clientIds)
        outbox.post({ clientId, roomId: 1, body: clientId, writtenAt: 0 }, { endsDraft: true })
      await outbox.quiet()
      const refused = outbox.entries().filter(({ state }) => state !== 'sending')
      const expected = clientIds.filter(clientId => !refused.some(entry => entry.clientId === clientId))
      assert.deepEqual(server.taken, expected)
      outbox.stop()
    }),
    { numRuns: 150 },
  )
})

test('a post that breaks the server five times is called failed, so that others go on', async () => {
  let calls = 0
  const outbox = startOutbox(({ clientId }) => {
    if (clientId === 'b') return Promise.resolve(message('b', 1))
    calls++
    return Promise.reject(new ChatterError('internal', 'Something went wrong.'))
  })
  for (const clientId of ['a', 'b'])
    outbox.post({ clientId, roomId: 1, body: '', writtenAt: 0 }, { endsDraft: true })
  await outbox.quiet()
  assert.equal(calls, 5)
  assert.deepEqual(
    outbox
      .entries()
      .map(({ clientId, state }) => [clientId, state === 'sending' ? state : state.failed.code]),
    [['a', 'internal']],
  )
  outbox.stop()
})

test('[LIM8] a post that comes too soon waits as long as the server says', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  let calls = 0
  const outbox = startOutbox(() =>
    ++calls === 1
      ? Promise.reject(new ChatterError('rate_limited', 'Too many.', { retryAfter: 7 }))
      : Promise.resolve(message('a', 1)),
  )
  outbox.post({ clientId: 'a', roomId: 1, body: '', writtenAt: 0 }, { endsDraft: true })
  await settle()
  t.mock.timers.tick(6_900)
  await settle()
  assert.equal(calls, 1)
  t.mock.timers.tick(100)
  await settle()
  assert.equal(calls, 2)
})

/** A server that does with each call what the script says, and then takes everything. A taken post is never taken twice. */
function createScriptedServer(script: string[]) {
  const taken: string[] = []
  const take = (clientId: string) => {
    if (!taken.includes(clientId)) taken.push(clientId)
    return message(clientId, taken.indexOf(clientId) + 1)
  }
  async function answer({ clientId }: PostMessage): Promise<Message> {
    const how = script.shift() ?? 'take'
    if (how === 'refuse' && !taken.includes(clientId)) throw gone
    if (how === 'busy') throw new ChatterError('rate_limited', 'Too many.', { retryAfter: 0.001 })
    if (how === 'lose') throw new ChatterError('unavailable', 'Nobody there.')
    const message = take(clientId)
    if (how === 'timeout') throw new ChatterError('unavailable', 'No answer.')
    return message
  }
  return { answer, taken }
}

/** An outbox whose pauses are as good as none, and whose messages arrive with their acknowledgement. */
function startOutbox(call: (request: PostMessage) => Promise<Message>) {
  const me = { id: 7, username: 'ada', displayName: 'Ada', timeZone: null, createdAt: 0 }
  let entries: readonly { clientId: string; state: 'sending' | { failed: { code: string } } }[] = []
  const driver = createOutboxDriver({
    call,
    isReady: () => true,
    onChange: changed => {
      entries = changed
    },
    onPosted: posted => {
      entries = driver.arrive({ ...emptySnapshot, me }, [posted])
    },
    onRefused: () => assert.fail('the session is good'),
    writing: () => undefined,
    random: () => 0,
  })
  return {
    post: driver.post,
    stop: driver.stop,
    entries: () => entries,
    async quiet() {
      while (entries.some(({ state }) => state === 'sending')) {
        await settle()
        driver.resume()
      }
    },
  }
}

function settle(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}

function message(clientId: string, seq: number): Message {
  const author = { id: 7, displayName: 'Ada' }
  return { roomId: 1, seq, rev: seq, clientId, kind: 'post', author, body: '', createdAt: 0 }
}
