/** What uploads bring, and what they cost those who talk meanwhile. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '../../lib/ports.ts'
import { startProcess, waitUntil } from '../../lib/processes.ts'
import { program } from '../../lib/services.ts'
import { type Arena, answers } from '../contenders.ts'
import { generatorCore, onCore, serverCore } from '../cores.ts'
import { offer } from '../pace.ts'
import type { Row } from '../report.ts'
import type { Sent, Task } from '../sender.ts'
import { openStage, type Stage } from '../stage.ts'
import { roughlyResidentBytes, watchStolen } from '../usage.ts'

const mebibyte = 1024 ** 2
const members = 100
const rate = 20
const rounds = 3
/** More rounds are for a host that is busy itself: windows in which it was not are what is looked for. */
const [mostRounds, fewestCalm] = [8, 5]
/** As long as uploads take here: a p99 of few windows is a matter of luck. */
const quietSeconds = 24
const windowSeconds = 4
/** After so long the disk has what was sent, and is no burden to those who are measured without it. */
const settlingSeconds = 4

export async function measureUploads(arena: Arena, quick: boolean): Promise<Row[]> {
  const size = (quick ? 256 : 2_048) * mebibyte
  const folder = await mkdtemp(join(tmpdir(), 'chatter-bench-uploads-'))
  try {
    const settings = { CHATTER_DATA_DIR: folder, CHATTER_LIMIT_UPLOADS: '0' }
    const stage = await openStage('chatter', { ...arena, settings }, members)
    try {
      return [
        ...(await throughput(arena, stage, folder, size / (quick ? 1 : 4))),
        ...(await company(arena, stage, size)),
      ]
    } finally {
      await stage.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function throughput(arena: Arena, stage: Stage, folder: string, size: number): Promise<Row[]> {
  const port = await freePort()
  const [command, args] = onCore(serverCore, [
    process.execPath,
    join(import.meta.dirname, '../sink.ts'),
    `${port}`,
    folder,
  ])
  const sink = await startProcess(command, args)
  await waitUntil('The sink', () => answers(port), sink)
  const [plain, chatter]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    plain.push((await send({ port, roomId: 0, size, files: 1, cuts: 0 })).seconds)
    chatter.push((await send(taskOf(arena, stage, { size, files: 1, cuts: 0 }))).seconds)
  }
  await sink.stop()
  const perSecond = (seconds: number[]) => size / mebibyte / Math.min(...seconds)
  return [
    {
      measure: `upload of ${size / mebibyte} MiB, beside a plain stream to the disk`,
      unit: 'MiB/s',
      values: { chatter: perSecond(chatter), bare: perSecond(plain) },
      demand: { is: 'at least', times: 0.7 },
    },
  ]
}

/** Those who talk while files are sent: one over a link that is cut 20 times, then twenty side by side. */
async function company(arena: Arena, stage: Stage, size: number): Promise<Row[]> {
  const rows: Row[] = []
  for (const [what, plan] of [
    [`${size / mebibyte} MiB over a link that is cut 20 times`, { size, files: 1, cuts: 20 }],
    ['20 uploads side by side', { size: Math.floor(size / 20), files: 20, cuts: 0 }],
  ] as const) {
    const quiet: Talk = { windows: [], memories: [] }
    const busy: Talk = { windows: [], memories: [] }
    const seconds: number[] = []
    let sent: Sent | undefined
    // In turns, because what else this machine does changes from one minute to the next.
    for (let round = 0; round < rounds || (round < mostRounds && !areEnough(quiet, busy)); round++) {
      await talk(stage, quiet, () => sleep(quietSeconds * 1000))
      await talk(stage, busy, async () => {
        sent = await send(taskOf(arena, stage, plan))
        seconds.push(sent.seconds)
      })
      await sleep(settlingSeconds * 1000)
    }
    if (sent?.cuts !== plan.cuts) throw new Error(`${what}: ${JSON.stringify(sent)}`)
    const isIdentical = await runSender({ ...taskOf(arena, stage, plan), check: sent.ids })
    if (!isIdentical) throw new Error(`${what}: what came is not what was sent.`)
    const counted = [busy, quiet].map(({ windows }) => windows.filter(isCalm).length).join(' and ')
    rows.push(
      {
        measure: `${what}: delivery, p99, beside its own without (${counted} calm windows)`,
        unit: 'ms',
        values: { chatter: calmP99(busy.windows), bare: calmP99(quiet.windows) },
        demand: { is: 'at most', times: 1.5 },
      },
      {
        measure: `${what}: memory of the server, more than without`,
        unit: 'MB',
        // What uploads took stays with the server: only the first turn without them knows nothing of it.
        values: { chatter: (Math.max(...busy.memories) - quiet.memories[0]!) / 1e6 },
        demand: { is: 'at most', value: 40 },
      },
      { measure: `${what}: arrives in`, unit: 's', values: { chatter: Math.min(...seconds) } },
    )
  }
  return rows
}

/** What was seen while people talked. */
type Talk = {
  windows: Window[]
  /** The most that the server took in each turn, in bytes. */
  memories: number[]
}

/** Four seconds of talk. */
type Window = {
  /** Of its deliveries, in milliseconds. */
  p99: number
  /** Share of the processors that the host took meanwhile. */
  stolen: number
}

/** What the host takes, all wait for, with uploads and without: a twentieth of the processors doubles a p99. */
const isCalm = ({ stolen }: Window) => stolen < 0.02

const areEnough = (...talks: Talk[]) =>
  talks.every(({ windows }) => windows.filter(isCalm).length >= fewestCalm)

/** The median of the windows in which the host was calm; of the calmest ones, where it hardly ever was. */
function calmP99(windows: readonly Window[]): number {
  const calmest = windows.toSorted((a, b) => a.stolen - b.stolen)
  const calm = calmest.slice(0, Math.max(fewestCalm, calmest.filter(isCalm).length))
  return calm.map(({ p99 }) => p99).toSorted((a, b) => a - b)[Math.floor(calm.length / 2)]!
}

/** Members talk while something else goes on. Each time the server begins without garbage. */
async function talk({ crowd, contender }: Stage, seen: Talk, something: () => Promise<void>): Promise<void> {
  contender.collectGarbage()
  await sleep(1_000)
  let memory = 0
  const watch = setInterval(() => {
    memory = Math.max(memory, roughlyResidentBytes(contender.pid))
  }, 100)
  let isOver = false
  const work = something().finally(() => (isOver = true))
  work.catch(() => {})
  while (!isOver) {
    const stolen = watchStolen()
    const { p99 } = await offer(crowd, contender, { rate, warmup: 0, seconds: windowSeconds })
    seen.windows.push({ p99, stolen: stolen() })
  }
  clearInterval(watch)
  seen.memories.push(memory)
  await work
  if (crowd.fault) throw new Error(crowd.fault)
}

function taskOf({ seats }: Arena, { contender }: Stage, plan: Pick<Task, 'size' | 'files' | 'cuts'>): Task {
  return { ...plan, port: contender.port, token: seats.tokens[0]!, roomId: contender.roomId }
}

const send = (task: Task) => runSender(task) as Promise<Sent>

async function runSender(task: Task): Promise<unknown> {
  const sender = join(import.meta.dirname, '../sender.ts')
  // It runs only when nobody who is measured has to: the least priority of all still takes its turns of milliseconds.
  const [command, args] = onCore(generatorCore, [
    program('chrt'),
    '--idle',
    '0',
    process.execPath,
    sender,
    JSON.stringify(task),
  ])
  const { stdout } = await promisify(execFile)(command, args)
  return JSON.parse(stdout)
}
