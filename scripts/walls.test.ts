import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { after, test } from 'node:test'
import { root } from './lib/paths.ts'

const folders: string[] = []
after(() => Promise.all(folders.map(folder => rm(folder, { recursive: true }))))

/** Each wall: a file, the import in it that breaks the wall, and its twin that does not. */
const imports = readTable(`
  shared-is-pure                 shared/src/rooms.ts                       node:fs                                       typebox
  server-knows-no-desktop        server/src/lib/a.ts                       desktop/src/bridge/bridge.ts                  shared/src/errors.ts
  desktop-knows-no-server        desktop/src/main/a.ts                     server/src/lib/tables.ts                      shared/src/errors.ts
  server-main-is-first           server/src/app.ts                         server/src/main.ts                            server/src/config.ts
  server-app-is-second           server/src/features/rooms/rooms.ts        server/src/app.ts                             server/src/lib/tables.ts
  server-features-are-third      server/src/plugins/a.ts                   server/src/features/members/members.ts        server/src/lib/tables.ts
  server-lib-is-last             server/src/lib/b.ts                       server/src/plugins/database.ts                server/src/lib/tables.ts
  table-is-private               server/src/features/rooms/a.ts            server/src/features/members/members.table.ts  server/src/features/members/members.ts
  sql-is-in-tables               server/src/features/rooms/b.ts            knex                                          server/src/features/rooms/rooms.table.ts
  renderer-app-is-first          desktop/src/renderer/features/rooms/a.ts  desktop/src/renderer/app/app.ts               desktop/src/renderer/ui/button.tsx
  renderer-features-are-second   desktop/src/renderer/ui/a.tsx             desktop/src/renderer/features/rooms/rooms.ts  desktop/src/renderer/lib/time.ts
  page-is-a-web-page             desktop/src/renderer/lib/a.ts             electron                                      desktop/src/bridge/bridge.ts
  page-has-no-node               desktop/src/renderer/lib/b.ts             node:fs                                       typebox
  preload-knows-the-bridge-only  desktop/src/preload/preload.ts            desktop/src/main/ipc.ts                       electron
  bridge-is-a-contract           desktop/src/bridge/a.ts                   electron                                      shared/src/errors.ts
  main-knows-no-page             desktop/src/main/b.ts                     desktop/src/renderer/lib/time.ts              desktop/src/bridge/bridge.ts
  product-needs-no-test          server/src/lib/c.ts                       server/test/model.ts                          server/src/lib/tables.ts
  no-cycles                      shared/src/back.ts                        shared/src/forth.ts                           shared/src/errors.ts
  no-dangling-imports            shared/src/c.ts                           ./nowhere.ts                                  ./errors.ts
`)

test('every wall stops the import it is there for', async () => {
  const broken = await wallsBrokenBy('no')
  for (const { wall, from } of imports) assert.ok(broken.includes(`${wall} ${from}`), `${wall} stops ${from}`)
})

test('no wall stops what is permitted', async () => {
  assert.deepEqual(await wallsBrokenBy('yes'), [])
})

test('a test may reach over a wall', async () => {
  const folder = await tree({
    'server/src/lib/a.test.ts': "import '../../../scripts/lib/b.ts'",
    'scripts/lib/b.ts': '',
  })
  assert.deepEqual(await brokenIn(folder), [])
})

test('only ipc.ts imports ipcMain', async () => {
  const source = "import { ipcMain } from 'electron'\n\nipcMain.handle('x', () => 1)\n"
  assert.deepEqual(await complaints({ 'desktop/src/main/tray.ts': source }), [
    'lint/style/noRestrictedImports',
  ])
  assert.deepEqual(await complaints({ 'desktop/src/main/ipc.ts': source }), [])
})

test('only config.ts reads the environment', async () => {
  const source = 'export const port = process.env.PORT\n'
  assert.deepEqual(await complaints({ 'server/src/app.ts': source }), ['lint/style/noProcessEnv'])
  assert.deepEqual(await complaints({ 'server/src/config.ts': source }), [])
})

test('no file is a barrel', async () => {
  assert.deepEqual(await complaints({ 'shared/src/all.ts': "export * from './rooms.ts'\n" }), [
    'lint/performance/noBarrelFile',
  ])
})

function wallsBrokenBy(kind: 'no' | 'yes') {
  const files: Record<string, string> = { 'shared/src/forth.ts': "import './back.ts'" }
  if (kind === 'yes') delete files['shared/src/forth.ts']
  for (const imported of imports) {
    const target = imported[kind]
    if (/^(shared|server|desktop)/.test(target)) files[target] ??= ''
    const path = /^(shared|server|desktop)/.test(target)
      ? `./${relative(dirname(imported.from), target)}`
      : target
    files[imported.from] = `import '${path}'`
  }
  return tree(files).then(brokenIn)
}

async function brokenIn(folder: string): Promise<string[]> {
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const config = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json']
  const output = spawnSync(process.execPath, [cruiser, ...config, 'shared', 'server', 'desktop'], {
    cwd: folder,
    encoding: 'utf8',
  }).stdout
  const { summary } = JSON.parse(output) as {
    summary: { violations: { from: string; rule: { name: string } }[] }
  }
  return summary.violations.map(({ from, rule }) => `${rule.name} ${from}`)
}

async function complaints(files: Record<string, string>): Promise<string[]> {
  const folder = await tree(files)
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  const output = spawnSync(process.execPath, [biome, 'lint', '--reporter=json', '.'], {
    cwd: folder,
    encoding: 'utf8',
  }).stdout
  const { diagnostics } = JSON.parse(output) as { diagnostics: { category: string }[] }
  return diagnostics.map(({ category }) => category)
}

function readTable(text: string) {
  const rows = text.trim().split('\n')
  return rows.map(row => {
    const [wall = '', from = '', no = '', yes = ''] = row.trim().split(/ +/)
    return { wall, from, no, yes }
  })
}

/** A small checkout with our rules and these files. */
async function tree(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'chatter-walls-'))
  folders.push(folder)
  for (const name of ['.dependency-cruiser.mjs', 'biome.json', '.gitignore'])
    await cp(join(root, name), join(folder, name))
  const packages = ['typebox', 'knex', 'electron'].map(name => [`node_modules/${name}/index.js`, ''])
  for (const [path, text] of [...packages, ...Object.entries(files)] as [string, string][]) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  for (const name of ['shared', 'server', 'desktop']) await mkdir(join(folder, name), { recursive: true })
  return folder
}
