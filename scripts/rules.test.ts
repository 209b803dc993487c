import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from './lib/paths.ts'

const testFiles = globSync(
  ['shared/src', 'server', 'desktop'].map(folder => `${folder}/**/*.test.ts`),
  {
    cwd: root,
    exclude: ['**/node_modules/**'],
  },
)

/** The ids that test titles carry, such as `[MSG4] …`. */
function testedRules(): Set<string> {
  const sources = testFiles.map(file => readFileSync(join(root, file), 'utf8'))
  return new Set(sources.flatMap(source => [...source.matchAll(/\[([A-Z]+\d+)\]/g)].map(([, id]) => id!)))
}

/** The ids that docs/protocol.md defines: list items that begin with `**MSG4**`. */
function writtenRules(): string[] {
  const page = readFileSync(join(root, 'docs/protocol.md'), 'utf8')
  return [...page.matchAll(/^- \*\*([A-Z]+\d+)\*\* /gm)].map(([, id]) => id!)
}

test('every rule of docs/protocol.md has a test that carries its id, and every such test has its rule', () => {
  const written = new Set(writtenRules())
  const tested = testedRules()
  assert.ok(written.size > 0)
  assert.deepEqual(
    [...written].filter(id => !tested.has(id)),
    [],
    'written but not tested',
  )
  assert.deepEqual([...tested].filter(id => !written.has(id)).sort(), [], 'tested but not written')
})

test('no rule of docs/protocol.md is written twice', () => {
  const written = writtenRules()
  assert.deepEqual(
    written.filter((id, index) => written.indexOf(id) !== index),
    [],
  )
})
