/**
 * `npm run chaos`: eight people post through the app's own client engine while the server is killed ten times and MariaDB
 * twice. Then every acknowledged post must be in the database once, and at everybody. `--seconds 60`, `--rate 300`,
 * `--seed 1` repeats a storm. Ends with 1 when anything is not as it must be.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { randomOf } from '../server/test/corpus.ts'
import { startBackend } from './chaos/backend.ts'
import { readLedger } from './chaos/ledger.ts'
import { type PostingPerson, startPerson } from './chaos/people.ts'
import { planBlows } from './chaos/plan.ts'
import { rage, type Storm } from './chaos/storm.ts'
import { isFlawless, judge, type Verdict } from './chaos/verdict.ts'
import { runCommand, Trouble } from './lib/ending.ts'
import { ensureParts } from './lib/prerequisites.ts'
import { progress } from './lib/progress.mjs'

const names = ['Ada', 'Grace', 'Linus', '가영', '나리', '다솜', 'Margaret', 'Edsger']
/** How long clients may take to catch up when the storm is over, in milliseconds. */
const patience = 120_000

await runCommand(async () => {
  const { seconds, rate, seed } = readOptions()
  await ensureParts('databases')
  const backend = await progress('Starting MariaDB and the server', startBackend)
  const people = await progress(`Signing ${names.length} people up`, () =>
    Promise.all(names.map(name => startPerson(backend.serverUrl, name))),
  )
  const blows = planBlows(seconds, randomOf(seed))
  const storm = await progress(`${seconds} s of storm, seed ${seed}`, () =>
    rage(backend, people, { seconds, rate, blows }),
  )
  const calm = await progress('Waiting for the calm', () => settle(backend.databaseUrl, people))
  // Before the database is read: what is acknowledged while it is would seem to be lost.
  const acknowledged = new Set(people.flatMap(person => [...person.acknowledged]))
  const { history } = await readLedger(backend.databaseUrl)
  const clients: Record<string, Awaited<ReturnType<PostingPerson['readHistory']>>> = {}
  for (const person of people) clients[person.name] = await person.readHistory()
  const posted = people.flatMap(person => person.posted)
  const verdict = judge(posted, acknowledged, history, clients)
  const refusals = people.flatMap(person => person.refusals)
  report(storm, verdict, refusals, backend.collapses())
  for (const { client } of people) await client.stop()
  await backend.stop()
  const isFine = calm && isFlawless(verdict) && refusals.length === 0 && backend.collapses() === 0
  console.log(isFine ? '\nNothing was lost.' : '\nThis must not be.')
  return isFine ? 0 : 1
})

function readOptions() {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      rate: { type: 'string', default: '300' },
      seed: { type: 'string', default: `${Date.now() % 1_000_000}` },
    },
  })
  const [seconds, rate, seed] = [values.seconds, values.rate, values.seed].map(Number) as [
    number,
    number,
    number,
  ]
  if (!(seconds >= 1 && rate >= 1 && Number.isInteger(seed)))
    throw new Trouble('Say --seconds and --rate as numbers from 1, and --seed as a whole number.')
  return { seconds, rate, seed }
}

/** Waits until everything that was written is sent, and everybody has everything. Whether that came to be. */
async function settle(databaseUrl: string, people: readonly PostingPerson[]): Promise<boolean> {
  for (const deadline = Date.now() + patience; Date.now() < deadline; await sleep(250)) {
    if (people.some(({ client }) => client.store.getState().outbox.length > 0)) continue
    const { lobbyRev } = await readLedger(databaseUrl)
    if (people.every(person => person.isSettled(lobbyRev))) return true
  }
  return false
}

function report(storm: Storm, verdict: Verdict, refusals: string[], collapses: number) {
  const { posted, acknowledged, inDatabase, lost, doubled, holes, misplaced, foreign, equal } = verdict
  const others = Object.entries(equal).filter(([, isEqual]) => !isEqual)
  const counts = {
    'server killed': storm.strikes.server,
    'MariaDB killed': storm.strikes.database,
    posted,
    'acknowledged in the storm': storm.acknowledgedMeanwhile,
    acknowledged,
    'in the database': inDatabase,
    lost,
    doubled,
    holes,
    'out of order': misplaced,
    'written by nobody': foreign,
    refused: refusals.length,
    'server ended by itself': collapses,
    'clients with the same history': `${Object.keys(equal).length - others.length} of ${Object.keys(equal).length}`,
  }
  console.log()
  for (const [what, count] of Object.entries(counts))
    console.log(`${what.padEnd(32)}${String(count).padStart(8)}`)
  for (const refusal of new Set(refusals)) console.log(`refused: ${refusal}`)
  for (const [name] of others) console.log(`${name} has another history than the database.`)
}
