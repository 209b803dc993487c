import { globSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { buildDesktop } from './build.ts'
import { describeElectron, findElectron } from './electron.ts'
import { root } from './paths.ts'
import { ensureParts } from './prerequisites.ts'
import { startProcess } from './processes.ts'
import { memoryFolder, startMariadb, startRedis } from './services.ts'

/** A part of `npm test` that looks at the sources. */
export interface Check {
  name: string
  heading: string
  check: () => Promise<boolean>
  advice?: string
}

/** A part of `npm test` that runs test files; `prepare` starts what they need and answers how they find it. */
export interface Tests {
  name: string
  heading: string
  patterns: string[]
  /** Which of them come first: those that take longest. */
  first?: string
  /** How many files run at the same time. */
  concurrency: number
  /**
   * Where tests drive real windows, which a busy machine can starve, so many files with a failure are run once more. What passes
   * then counts, and is named at the end.
   */
  secondRuns?: number
  prepare: () => Promise<Record<string, string>>
}

export type Stage = Check | Tests

/** Many of them wait for most of their time. */
const serverTests = {
  patterns: ['server/{src,test}/**/*.test.ts'],
  first: 'server/test/**/*.test.ts',
  concurrency: 3,
}

/** The stages in their order. Those of one name run one after the other. */
export const stages: Stage[] = [
  {
    name: 'format',
    heading: 'format',
    check: () => tool('@biomejs/biome/bin/biome', 'format'),
    advice: '"npm run format" puts it right',
  },
  {
    name: 'lint',
    heading: 'lint',
    check: () => tool('@biomejs/biome/bin/biome', 'lint', '--error-on-warnings'),
  },
  { name: 'lint', heading: 'import walls', check: checkWalls },
  { name: 'types', heading: 'types', check: () => tool('typescript/bin/tsc', '--noEmit') },
  {
    name: 'unit',
    heading: 'unit tests',
    patterns: ['shared/src/**/*.test.ts', 'desktop/{src,test}/**/*.test.ts', 'scripts/**/*.test.ts'],
    concurrency: 2,
    prepare: async () => ({}),
  },
  {
    name: 'server',
    heading: 'server tests on SQLite',
    ...serverTests,
    prepare: onSqlite,
  },
  {
    name: 'server',
    heading: 'server tests on MariaDB',
    ...serverTests,
    prepare: onMariadb,
  },
  {
    name: 'app',
    heading: 'app tests',
    patterns: ['desktop/e2e/**/*.test.ts'],
    first: 'desktop/e2e/surfaces.test.ts',
    concurrency: 2,
    secondRuns: 4,
    prepare: inWindows,
  },
]

/**
 * The test files of a stage; with `only`, those whose path contains it. Node sorts what it is given, and an absolute path stands
 * before all that are relative: so are those given that come first.
 */
export function testFilesOf({ patterns, first }: Tests, only = ''): string[] {
  const exclude = ['**/node_modules/**']
  const isFirst = (file: string) => first !== undefined && matchesGlob(file, first)
  return globSync(patterns, { cwd: root, exclude })
    .filter(file => file.includes(only))
    .map(file => (isFirst(file) ? join(root, file) : file))
    .sort()
}

function checkWalls() {
  return tool(
    'dependency-cruiser/bin/dependency-cruiser.mjs',
    '--config',
    '.dependency-cruiser.mjs',
    'shared',
    'server',
    'desktop',
  )
}

async function onSqlite() {
  return { CHATTER_TEST_DATABASE: 'sqlite' }
}

async function onMariadb() {
  await ensureParts('databases')
  const [mariadb, redis] = await Promise.all([
    startMariadb({ dir: await memoryFolder('mariadb') }),
    startRedis(),
  ])
  return {
    CHATTER_TEST_DATABASE: 'mariadb',
    CHATTER_TEST_MARIADB_URL: mariadb.url,
    CHATTER_TEST_REDIS_URL: redis.url,
  }
}

async function inWindows() {
  await ensureParts('screen')
  await buildDesktop()
  const electron = await findElectron()
  console.log(describeElectron(electron))
  return {}
}

/** Runs a tool that npm installed, with this Node, and answers whether it is content. */
async function tool(script: string, ...args: string[]) {
  const path = join(root, 'node_modules', script)
  const running = await startProcess(process.execPath, [path, ...args], { cwd: root, output: 'inherit' })
  return (await running.exited) === 0
}
