import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LostDraft, PendingPost } from '../../store/state.ts'
import { countUnsent } from './unsent.ts'

const nothing = { outbox: [], drafts: {}, lostDrafts: [], trays: {} }

test('what goes with a log-out is counted: posts, drafts, files, and what was left in rooms that ended', () => {
  assert.deepEqual(countUnsent(nothing), { posts: 0, drafts: 0, files: 0 })
  const post: PendingPost = {
    ...{ clientId: 'a', roomId: 1, body: 'hi', writtenAt: 1, state: 'sending', fileIds: ['w'] },
  }
  const lost: LostDraft = { roomId: 9, roomName: 'Gone', reason: 'deleted', text: 'left', fileIds: ['x'] }
  const counts = countUnsent({
    outbox: [post],
    drafts: {
      1: { text: 'half a' },
      2: { text: ' ' },
      3: { text: 'another wording', editing: 1, shelved: { text: 'half b' } },
    },
    lostDrafts: [lost, { ...lost, roomId: 8, text: '' }],
    trays: { 1: ['y', 'z'] },
  })
  assert.deepEqual(counts, { posts: 1, drafts: 4, files: 4 })
})
