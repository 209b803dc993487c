import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMachine } from '../../../test/client.ts'
import { createDrafts, withoutEdit, withWordsInFront } from './drafts.ts'
import type { Draft } from './state.ts'
import { openWriting } from './writing.ts'

const owner = { serverUrl: 'http://chat.test', accountId: 7 }

test('[OUT5] a draft is on disk within 300 ms of its last key, or at once when the page goes', async () => {
  const desk = await createDesk()
  desk.drafts.write(1, { text: 'h' })
  desk.drafts.write(1, { text: 'he' })
  await pause(380)
  assert.deepEqual(await desk.kept(), [{ roomId: 1, text: 'he' }])
  desk.drafts.write(1, { text: 'hello' })
  desk.drafts.write(2, { text: '안녕' })
  await desk.drafts.flush()
  assert.deepEqual(await desk.kept(), [
    { roomId: 1, text: 'hello' },
    { roomId: 2, text: '안녕' },
  ])
})

test('an emptied draft is forgotten, and a posted one does not come back', async () => {
  const desk = await createDesk()
  desk.drafts.write(1, { text: 'hello' })
  desk.drafts.write(2, { text: 'x' })
  await desk.drafts.flush()
  desk.drafts.write(2, { text: '' })
  desk.drafts.write(1, { text: 'hello!' })
  desk.drafts.end(1)
  const post = { clientId: 'a', roomId: 1, body: 'hello!', writtenAt: 1, order: 1, wasTried: false }
  await desk.writing.putPost({ ...post, state: 'sending' }, { endsDraft: true })
  await desk.drafts.flush()
  assert.deepEqual(desk.shown(), {})
  assert.deepEqual(await desk.kept(), [])
})

test('[OUT5] what was being written before an edit is on disk with it', async () => {
  const desk = await createDesk()
  const replyTo = { seq: 3, author: { id: 2, displayName: 'Grace' }, excerpt: 'Which?' }
  const draft: Draft = { text: 'another wording', editing: 1, shelved: { text: 'half a', replyTo } }
  desk.drafts.write(1, draft)
  await desk.drafts.flush()
  assert.deepEqual(await desk.kept(), [{ roomId: 1, ...draft }])
  assert.deepEqual(withoutEdit(draft), { text: 'half a', replyTo })
  assert.deepEqual(withoutEdit({ text: 'another wording', editing: 1 }), { text: '' })
})

test('words that come back stand before what is being written, and behind an edit', () => {
  const replyTo = { seq: 3, author: { id: 2, displayName: 'Grace' }, excerpt: 'Which?' }
  assert.deepEqual(withWordsInFront(undefined, { text: 'back', replyTo }), { text: 'back', replyTo })
  assert.deepEqual(withWordsInFront({ text: ' now ' }, { text: 'back' }), { text: 'back\n\nnow' })
  const edit: Draft = { text: 'another wording', editing: 1, shelved: { text: 'half a' } }
  const shelved = { text: 'back\n\nhalf a', replyTo }
  assert.deepEqual(withWordsInFront(edit, { text: 'back', replyTo }), { ...edit, shelved })
})

async function createDesk() {
  const machine = createMachine()
  const writing = await openWriting(owner, machine.boot())
  let shown: Readonly<Record<number, Draft>> = {}
  const drafts = createDrafts({
    read: () => shown,
    onChange: changed => {
      shown = changed
    },
    writing: () => writing,
  })
  return {
    drafts,
    writing,
    shown: () => shown,
    async kept() {
      const again = await openWriting(owner, machine.boot())
      again.close()
      return again.written.drafts
    },
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds))
}
