import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { freePort } from './lib/ports.ts'
import { run } from './lib/processes.ts'
import { startServer } from './lib/server.ts'

const folder = await mkdtemp(join(tmpdir(), 'chatter-binary-'))
after(() => rm(folder, { recursive: true }))

test('the server is one file, with all that it needs', async t => {
  const place = join(folder, 'alone')
  await run(process.execPath, [join(import.meta.dirname, 'package-server.ts'), '--out', place])
  assert.deepEqual(await readdir(place), ['chatter-server'])
  const settings = {
    dataDir: join(folder, 'data'),
    log: join(folder, 'log'),
    command: [join(place, 'chatter-server')],
  }
  const server = await startServer({ port: await freePort(), ...settings })
  t.after(() => server.stop())

  await t.test('it hashes passwords with the addon that it carries', async () => {
    const account = { username: 'ada', password: 'correct horse battery', displayName: 'Ada' }
    const { username, password } = account
    assert.equal((await post(`${server.url}/api/v1/accounts`, account)).status, 201)
    assert.equal(
      (await post(`${server.url}/api/v1/sessions`, { username, password, device: 'Test' })).status,
      201,
    )
    const wrong = { username, password: 'wrong horse battery', device: 'Test' }
    assert.equal((await post(`${server.url}/api/v1/sessions`, wrong)).status, 401)
  })

  await t.test('it shows its documentation from the pages that it carries', async () => {
    const page = await fetch(`${server.url}/docs/`)
    const files = [...(await page.text()).matchAll(/(?:src|href)="([^"]*static[^"]*)"/g)]
    assert.ok(files.length > 3)
    for (const [, file = ''] of files) assert.equal((await fetch(new URL(file, page.url))).status, 200, file)
  })
})

function post(url: string, body: object) {
  const headers = { 'content-type': 'application/json' }
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
}
