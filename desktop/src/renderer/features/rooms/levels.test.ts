import assert from 'node:assert/strict'
import { test } from 'node:test'
import { levelOf, levelsOf } from './levels.ts'

test('[NOTE10] a direct room is loud or muted, whatever was chosen for it elsewhere', () => {
  for (const kind of ['direct', 'public', 'private'] as const)
    for (const level of ['all', 'mentions', 'muted'] as const)
      assert.ok(levelsOf({ kind, level }).includes(levelOf({ kind, level })))
  assert.equal(levelOf({ kind: 'direct', level: 'mentions' }), 'all')
  assert.equal(levelOf({ kind: 'private', level: 'mentions' }), 'mentions')
})
