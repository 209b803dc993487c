import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from './outcome-reporter.ts'
import { root } from './paths.ts'
import { type Running, startProcess } from './processes.ts'
import { temporaryFolder } from './services.ts'

export type Counts = Record<Outcome, number>

const second = 1000
/** One test, or all tests about one thing, may take so long, */
const testLimit = 240 * second
/** and when nothing was heard for longer than that, a file hangs. */
const silenceLimit = testLimit + 30 * second

export interface TestFiles {
  files: string[]
  env?: Record<string, string>
  /** How many files run at the same time. */
  concurrency: number
}

/** Runs test files with Node's own runner, shows what it reports, and counts. */
export async function runTestFiles({
  files,
  env,
  concurrency,
}: TestFiles): Promise<Counts & { hung: boolean }> {
  const outcomes = join(await temporaryFolder('outcomes'), 'outcomes')
  const options = [
    `--test-concurrency=${concurrency}`,
    `--test-timeout=${testLimit}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${join(import.meta.dirname, 'outcome-reporter.ts')}`,
    `--test-reporter-destination=${outcomes}`,
  ]
  const runner = await startProcess(process.execPath, ['--test', ...options, ...files], {
    env,
    cwd: root,
    output: 'inherit',
  })
  const hung = await Promise.race([runner.exited.then(() => false), interruptWhenSilent(runner, outcomes)])
  const counts = countOutcomes(await readFile(outcomes, 'utf8').catch(() => ''))
  const unheard = (await runner.exited) !== 0 && counts.failed + counts.empty === 0
  return { ...counts, failed: counts.failed + (unheard ? 1 : 0), hung }
}

/** An interrupted runner names the files that were still running. */
async function interruptWhenSilent(runner: Running, outcomes: string) {
  const start = Date.now()
  for (;;) {
    await sleep(second, undefined, { ref: false })
    const { mtimeMs } = await stat(outcomes).catch(() => ({ mtimeMs: start }))
    if (Date.now() - Math.max(start, mtimeMs) > silenceLimit) break
  }
  runner.child.kill('SIGINT')
  await runner.stop(5 * second)
  return true
}

function countOutcomes(text: string): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0, empty: 0 }
  for (const line of text.split('\n')) if (line in counts) counts[line as Outcome]++
  return counts
}
