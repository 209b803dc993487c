import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

const folder = await mkdtemp(join(tmpdir(), 'chatter-electron-'))
after(() => rm(folder, { recursive: true }))
process.env.CHATTER_CACHE_DIR = folder
const { isWorthTrying } = await import('./electron-download.ts')

test('a download that failed is tried again at once where there is nothing else to take', async () => {
  for (const arch of ['x64', 'arm64'] as const) assert.equal(await isWorthTrying('linux', arch), true)
  await writeFile(join(folder, 'electron-download-failed'), '')
  assert.equal(await isWorthTrying('linux', 'x64'), false)
  for (const platform of ['darwin', 'win32'] as const)
    assert.equal(await isWorthTrying(platform, 'x64'), true)
  assert.equal(await isWorthTrying('linux', 'arm64'), true)
})
