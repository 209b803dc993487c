/** What was written stays, whatever the disk does. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createMachine } from '../../../test/client.ts'
import { createWriteLog } from './write-log.ts'
import { openWriting } from './writing.ts'

const owner = { serverUrl: 'http://chat.test', accountId: 7 }
const post = { clientId: 'a', roomId: 1, body: 'hello', writtenAt: 1, order: 1, wasTried: false }
const entry = { ...post, state: 'sending' as const }

test('[OUT11] a disk that is locked for a moment costs nothing of what was written', async t => {
  const { machine, open } = await createDesk(t)
  machine.disk.opens = false
  setTimeout(() => {
    machine.disk.opens = true
  }, 50)
  const again = await open()
  assert.deepEqual(again.keeping(), ['kept'])
  assert.deepEqual(again.written.outbox, [entry])
  assert.deepEqual(again.written.drafts, [{ roomId: 2, text: 'half a' }])
})

test('[OUT11] what cannot be read is left alone until the next start, and the person is told', async t => {
  const { machine, open } = await createDesk(t)
  machine.disk.opens = false
  const without = await open()
  assert.deepEqual(without.keeping(), ['unread'])
  assert.deepEqual(without.written.outbox, [])
  await without.putDraft(2, { text: 'something else' })
  machine.disk.opens = true
  const again = await open()
  assert.deepEqual(again.written.outbox, [entry])
  assert.deepEqual(again.written.drafts, [{ roomId: 2, text: 'half a' }])
})

test('[OUT11] what a full disk refuses is told, and written in its order when there is room', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const full = { is: false }
  const disk: string[] = []
  const log = createWriteLog(() => {})
  const told: boolean[] = []
  log.onChange(isKept => told.push(isKept))
  const put = (words: string, isSmall = false) =>
    log.write(async () => {
      if (full.is && !isSmall) throw new DOMException('The disk is full.', 'QuotaExceededError')
      disk.push(words)
    })
  await put('one')
  full.is = true
  // The second begins before the first is refused, and has room.
  await Promise.all([put('two'), put('three', true), put('four')])
  await put('five')
  assert.deepEqual(
    [disk, told],
    [
      ['one', 'three'],
      [true, false],
    ],
  )
  const wait = async () => {
    t.mock.timers.tick(3_000)
    await new Promise(resolve => setImmediate(resolve))
  }
  await wait()
  assert.deepEqual(disk, ['one', 'three'])
  full.is = false
  await wait()
  assert.deepEqual(disk, ['one', 'three', 'two', 'three', 'four', 'five'])
  assert.deepEqual(told, [true, false, true])
})

/** A machine with a post and a draft on it, written by an app that ended. */
async function createDesk(t: TestContext) {
  t.mock.method(console, 'error', () => {})
  const machine = createMachine()
  const writing = await openWriting(owner, machine.boot())
  await writing.putPost(entry, { endsDraft: false })
  await writing.putDraft(2, { text: 'half a' })
  writing.close()
  return {
    machine,
    async open() {
      const opened = await openWriting(owner, machine.boot())
      const told: string[] = []
      opened.onKeeping(keeping => told.push(keeping))
      t.after(() => opened.close())
      return { ...opened, keeping: () => told }
    },
  }
}
