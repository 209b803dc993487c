/** `npm run package-server`: makes dist/server/chatter-server, the whole server in one file, for this system. */
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { build, type Plugin } from 'esbuild'
import { runCommand } from './lib/ending.ts'
import { root } from './lib/paths.ts'
import { run } from './lib/processes.ts'
import { progress } from './lib/progress.mjs'

const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'dist', 'server') } } })
const out = resolve(values.out)
const name = process.platform === 'win32' ? 'chatter-server.exe' : 'chatter-server'
const fromServer = createRequire(join(root, 'server', 'package.json'))

await runCommand(async () => {
  await mkdir(out, { recursive: true })
  await progress('Packaging the server', async () => {
    await bundle()
    await makeExecutable()
  })
  const { size } = await stat(join(out, name))
  console.log(`${join(out, name)}, ${(size / 1024 / 1024).toFixed(0)} MB`)
})

/** Everything but the database drivers that Knex offers and Chatter does not use. */
async function bundle() {
  await build({
    entryPoints: [join(root, 'server/src/main.ts')],
    outfile: join(out, 'server.mjs'),
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node26',
    format: 'esm',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    define: { __dirname: '"/"', __filename: '"/server.mjs"' },
    external: [
      'better-sqlite3',
      'sqlite3',
      'pg',
      'pg-query-stream',
      'pg-native',
      'oracledb',
      'tedious',
      'mysql',
      'mariadb',
    ],
    plugins: [standIns({ 'node-gyp-build': 'addon.cjs', '@fastify/static': 'static.cjs' })],
    logLevel: 'warning',
  })
}

/** What looks for files beside itself finds assets instead. */
function standIns(files: Record<string, string>): Plugin {
  const filter = new RegExp(`^(${Object.keys(files).join('|')})$`)
  return {
    name: 'stand-ins',
    setup: build =>
      build.onResolve({ filter }, ({ path }) => ({
        path: join(import.meta.dirname, 'lib/server-binary', files[path]!),
      })),
  }
}

async function makeExecutable() {
  const config = join(out, 'sea.json')
  const description = {
    main: join(out, 'server.mjs'),
    mainFormat: 'module',
    output: join(out, name),
    disableExperimentalSEAWarning: true,
    assets: await assets(),
  }
  await writeFile(config, JSON.stringify(description))
  await run(process.execPath, ['--build-sea', config])
  await rm(config)
  await rm(join(out, 'server.mjs'))
}

async function assets(): Promise<Record<string, string>> {
  const pages = join(dirname(fromServer.resolve('@fastify/swagger-ui')), 'static')
  const names = (await readdir(pages)).filter(name => !name.endsWith('.json'))
  return Object.fromEntries([
    ['argon2.node', await addonOfArgon2()],
    ...names.map(name => [`static/${name}`, join(pages, name)]),
  ])
}

async function addonOfArgon2() {
  const folder = join(
    dirname(fromServer.resolve('argon2')),
    'prebuilds',
    `${process.platform}-${process.arch}`,
  )
  const files = (await readdir(folder)).filter(file => !file.includes('musl'))
  return join(folder, files[0]!)
}
