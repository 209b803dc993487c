import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RoomFile } from '@chatter/shared/attachments.ts'
import { nothingListed, withFailure, withNewest, withOlder } from './listed-files.ts'

/** Files of the posts with these numbers. */
const filesOf = (...seqs: number[]): RoomFile[] =>
  seqs.map(seq => ({
    attachment: {
      ...{
        id: `file ${seq}`,
        name: `${seq}.pdf`,
        size: seq,
        type: 'application/pdf',
        sha256: '0'.repeat(64),
      },
    },
    ...{ seq, author: { id: 1, displayName: 'Ada' }, createdAt: seq },
  }))
const page = (seqs: number[], cursor: string | null) => ({ files: filesOf(...seqs), cursor })
const seqsOf = ({ files }: { files: readonly RoomFile[] | null }) => files?.map(({ seq }) => seq)

const first = withNewest(nothingListed, 'lobby', page([9, 8, 7], 'after 7'))
const both = withOlder(first, page([6, 5, 4], 'after 4'))

test('[FILE67] older files follow, and a new one comes before them without taking them away', () => {
  assert.deepEqual(seqsOf(both), [9, 8, 7, 6, 5, 4])
  const next = withNewest(both, 'lobby', page([10, 9, 8], 'after 8'))
  assert.deepEqual(seqsOf(next), [10, 9, 8, 7, 6, 5, 4])
  assert.deepEqual([next.cursor, next.isLoading], ['after 4', false])
})

test('[FILE67] a file that is gone is gone, with what was loaded after it left as it was', () => {
  const next = withNewest(both, 'lobby', page([9, 7, 6], 'after 6'))
  assert.deepEqual(seqsOf(next), [9, 7, 6, 5, 4])
  assert.deepEqual(seqsOf(withNewest(both, 'lobby', page([9, 8], null))), [9, 8])
  assert.deepEqual(seqsOf(withNewest(both, 'lobby', page([], null))), [])
})

test('[FILE67] so many new ones that some between are not known begin the list anew', () => {
  const next = withNewest(both, 'lobby', page([22, 21, 20], 'after 20'))
  assert.deepEqual([seqsOf(next), next.cursor], [[22, 21, 20], 'after 20'])
})

test('[FILE67] what cannot be listed now takes nothing from the screen; another wish does', () => {
  const broken = withFailure(both, 'lobby', 'offline')
  assert.deepEqual([seqsOf(broken), broken.failed, broken.cursor], [[9, 8, 7, 6, 5, 4], 'offline', 'after 4'])
  assert.deepEqual(seqsOf(withNewest(broken, 'lobby', page([9, 8, 7], 'after 7'))), [9, 8, 7, 6, 5, 4])
  assert.equal(withNewest(broken, 'lobby', page([9, 8, 7], 'after 7')).failed, null)
  assert.equal(withFailure(both, 'garden', 'offline').files, null)
  assert.deepEqual(seqsOf(withNewest(both, 'garden', page([9, 3], 'after 3'))), [9, 3])
})

test('[FILE67] a page that came twice is listed once', () => {
  assert.deepEqual(seqsOf(withOlder(both, page([5, 4, 3], null))), [9, 8, 7, 6, 5, 4, 3])
})
