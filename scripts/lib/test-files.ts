import { readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from './outcome-reporter.ts'
import { root } from './paths.ts'
import { type Running, startProcess } from './processes.ts'
import { temporaryFolder } from './services.ts'

export type Counts = Record<Outcome, number>

/** A test that ended, and its file from the project's root. */
export type Ended = { outcome: Outcome; file: string }

const second = 1000
/** One test, or all tests about one thing, may take so long where they set no time of their own, */
const testLimit = 240 * second
/** which is 600 s at most. When nothing was heard for longer than that, a file hangs. */
const silenceLimit = 660 * second

export interface TestFiles {
  files: string[]
  env?: Record<string, string>
  /** How many files run at the same time. */
  concurrency: number
}

/** Runs test files with Node's own runner, shows what it reports, and answers what became of each test. */
export async function runTestFiles({
  files,
  env,
  concurrency,
}: TestFiles): Promise<{ ended: Ended[]; hung: boolean }> {
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
  const ended = readOutcomes(await readFile(outcomes, 'utf8').catch(() => ''))
  const { failed, empty } = countOutcomes(ended)
  if ((await runner.exited) !== 0 && failed + empty === 0)
    ended.push({ outcome: 'failed', file: files.join(', ') })
  return { ended, hung }
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

/** Each line is an outcome and the absolute path of a file. */
function readOutcomes(text: string): Ended[] {
  const lines = text.split('\n').filter(line => line.includes(' '))
  return lines.map(line => {
    const end = line.indexOf(' ')
    return { outcome: line.slice(0, end) as Outcome, file: relative(root, line.slice(end + 1)) }
  })
}

export function countOutcomes(ended: readonly Ended[]): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0, empty: 0 }
  for (const { outcome } of ended) counts[outcome]++
  return counts
}
