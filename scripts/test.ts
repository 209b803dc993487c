/** `npm test`: every check and every test, in stages; `npm test -- --help` tells how to run some of them. */
import { parseArgs } from 'node:util'
import { runCommand, stopAll, Trouble } from './lib/ending.ts'
import { type Check, type Stage, stages, type Tests, testFilesOf } from './lib/stages.ts'
import { countOutcomes, type Ended, runTestFiles } from './lib/test-files.ts'

type Env = Record<string, string>

const names = [...new Set(stages.map(stage => stage.name))]
const help = `npm test                        runs everything, as continuous integration does
npm test -- unit server         runs some stages: ${names.join(', ')}
npm test -- --only rooms        runs the test files whose path contains "rooms"`

const total = { passed: 0, failed: 0 }
const unsteady: string[] = []

await runCommand(async () => {
  const { positionals, only, wantsHelp } = options()
  if (wantsHelp) return console.log(help)
  const chosen = stages.filter(stage => isChosen(stage, positionals, only))
  let ok = true
  for (const stage of chosen) ok = ok && (await runStage(stage, only))
  if (ok && only && total.passed === 0) ok = fails('No test file has this in its path', only)
  console.log(`\n${total.passed} passed, ${total.failed} failed`)
  if (unsteady.length > 0) console.log(`Failed first, passed the second time: ${unsteady.join(', ')}`)
  return ok ? 0 : 1
})

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { only: { type: 'string' }, help: { type: 'boolean' } },
  })
  const unknown = positionals.find(name => !names.includes(name))
  if (unknown) throw new Trouble(`There is no stage "${unknown}".\n${help}`)
  return { positionals, only: values.only, wantsHelp: values.help }
}

function isChosen(stage: Stage, wanted: string[], only: string | undefined) {
  if (wanted.length > 0) return wanted.includes(stage.name)
  return only === undefined || ('patterns' in stage && testFilesOf(stage, only).length > 0)
}

/** Runs one stage and answers whether it is fine. */
async function runStage(stage: Stage, only: string | undefined): Promise<boolean> {
  console.log(`\n── ${stage.heading} ${'─'.repeat(80 - stage.heading.length)}`)
  const start = Date.now()
  try {
    const ok = 'check' in stage ? await runCheck(stage) : await runTests(stage, only)
    if (ok) console.log(`${stage.heading}: fine, ${((Date.now() - start) / 1000).toFixed(1)} s`)
    return ok
  } catch (error) {
    return fails(stage.heading, error instanceof Trouble ? error.message : error)
  } finally {
    await stopAll()
  }
}

async function runCheck({ heading, check, advice = 'see above' }: Check) {
  return (await check()) || fails(heading, advice)
}

async function runTests(stage: Tests, only: string | undefined) {
  const files = testFilesOf(stage, only)
  if (files.length === 0)
    return only ? true : fails(stage.heading, `there are no tests in ${stage.patterns.join(', ')}`)
  const env = await stage.prepare()
  const { ended, hung } = await runPatiently(stage, files, env)
  const { passed, failed, skipped, empty } = countOutcomes(ended)
  total.passed += passed
  if (hung) return fails(stage.heading, 'the files named above did not come to an end', failed)
  if (failed)
    return fails(
      stage.heading,
      `${failed} of ${passed + failed} tests; to run them alone: npm test -- ${stage.name}`,
      failed,
    )
  if (empty) return fails(stage.heading, `${empty} files have no test in them`, empty)
  if (skipped) return fails(stage.heading, `${skipped} tests are skipped, and nothing may be`, skipped)
  return true
}

/** Runs test files, and once more, one after the other, those with a failure, where the stage allows it for so many. */
async function runPatiently({ concurrency, secondRuns = 0 }: Tests, files: string[], env: Env) {
  const first = await runTestFiles({ files, env, concurrency })
  const failed = failedFiles(first.ended)
  if (first.hung || failed.length === 0 || failed.length > secondRuns) return first
  console.error(`\nOnce more, for they failed: ${failed.join(', ')}`)
  const second = await runTestFiles({ files: failed, env, concurrency: 1 })
  if (!second.hung && failedFiles(second.ended).length === 0) unsteady.push(...failed)
  const kept = first.ended.filter(({ file }) => !failed.includes(file))
  return { ended: [...kept, ...second.ended], hung: second.hung }
}

function failedFiles(ended: readonly Ended[]): string[] {
  return [...new Set(ended.filter(({ outcome }) => outcome === 'failed').map(({ file }) => file))]
}

function fails(heading: string, reason: unknown, count = 1) {
  total.failed += Math.max(count, 1)
  console.error(`\n${heading}: failed${reason ? `: ${reason}` : ''}`)
  return false
}
