/**
 * `npm run bench`: measures Chatter against a bare Socket.IO relay and against one INSERT per post, in one run, with one
 * load generator. `--only durable,memory` measures some, `--quick` takes less care. Ends with 1 when a demand is not met.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openArena } from './bench/arena.ts'
import { moveToGeneratorCore } from './bench/cores.ts'
import { measures } from './bench/measures.ts'
import { formatTable, judge, type Row } from './bench/report.ts'
import { watchStolen } from './bench/usage.ts'
import { runCommand, Trouble } from './lib/ending.ts'
import { root } from './lib/paths.ts'
import { ensureParts } from './lib/prerequisites.ts'
import { progress } from './lib/progress.mjs'

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      profile: { type: 'boolean' },
    },
  })
  const chosen = choose(values.only)
  await ensureParts(
    'databases',
    ...(chosen.some(({ isOnScreen }) => isOnScreen) ? (['screen'] as const) : []),
  )
  const disturbance = watchDisturbance()
  await moveToGeneratorCore()
  const arena = await progress('Starting MariaDB and making 2,000 accounts', () => openArena(values))
  const rows: Row[] = []
  const failures: string[] = []
  for (const { what, measure } of chosen) {
    const measuring = progress(`Measuring ${what}`, () => measure(arena, values.quick))
    await measuring
      .then(more => rows.push(...more))
      .catch(error => failures.push(`${what}: ${error.message}`))
  }
  await arena.close()
  return report(rows, failures, disturbance())
})

function choose(only: string | undefined) {
  const names = only?.split(',')
  const unknown = names?.filter(name => !measures.some(measure => measure.name === name))
  if (unknown?.length)
    throw new Trouble(
      `There is no measure ${unknown.join(', ')}. There are ${measures.map(({ name }) => name).join(', ')}.`,
    )
  return measures.filter(({ name }) => names?.includes(name) ?? true)
}

/** What others took from this machine: a run that was disturbed tells little. */
function watchDisturbance() {
  const [load, stolen] = [loadavg()[0]!, watchStolen()]
  return () =>
    `load before ${load.toFixed(2)}, ${(stolen() * 100).toFixed(1)} % of the processors taken by the host`
}

async function report(rows: Row[], failures: string[], disturbance: string) {
  const machine = `${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}; ${disturbance}`
  console.log(`\n${formatTable(rows)}\n\n${machine}`)
  const missed = rows.filter(row => judge(row).passed === false).length
  for (const failure of failures) console.log(`Not measured: ${failure}`)
  const isFine = missed + failures.length === 0
  console.log(isFine ? 'Every demand is met.' : `${missed + failures.length} demands are not met.`)
  const out = join(root, 'out')
  await mkdir(out, { recursive: true })
  const judged = rows.map(row => ({ ...row, ...judge(row) }))
  await writeFile(
    join(out, 'bench.json'),
    `${JSON.stringify({ at: new Date(), machine, rows: judged, failures }, null, 2)}\n`,
  )
  return isFine ? 0 : 1
}
