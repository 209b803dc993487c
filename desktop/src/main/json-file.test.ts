import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readJsonFile, writeJsonFile } from './json-file.ts'

test('[SEC5] what is kept is for the person alone', t => {
  const folder = mkdtempSync(join(tmpdir(), 'chatter-json-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'secrets.json')
  writeJsonFile(path, { a: 1 })
  writeJsonFile(path, { a: '둘' })
  assert.deepEqual(readJsonFile(path), { a: '둘' })
  assert.deepEqual(readdirSync(folder), ['secrets.json'])
  if (process.platform !== 'win32') assert.equal(statSync(path).mode & 0o777, 0o600)
})

test('a broken or absent file is an empty one', t => {
  const folder = mkdtempSync(join(tmpdir(), 'chatter-json-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'settings.json')
  assert.deepEqual(readJsonFile(path), {})
  for (const broken of ['', '{"a":', 'null', '[1]', '7']) {
    writeFileSync(path, broken)
    assert.deepEqual(readJsonFile(path), {})
  }
})
