/**
 * Deliveries per second under full load. Posts are offered at a rate that does not wait for answers (an open loop), in
 * turn from every member. A rate is held when every post of the window reached every member, and 99 % of all deliveries
 * came at most 250 ms after the post was due. The rate doubles while it is held, then the last doubling is halved thrice.
 * A rate that is not held gets a second try on a fresh server, for the machine's own hiccups.
 */
import { Trouble } from '../../lib/ending.ts'
import type { Arena, ContenderName } from '../contenders.ts'
import { offer, type Sample } from '../pace.ts'
import type { Row } from '../report.ts'
import { openStage, type Stage } from '../stage.ts'

const members = 500
const longest = 250
const firstRate = 100
const lowestRate = 10
const bisections = 3

export async function measureFullLoad(arena: Arena, quick: boolean): Promise<Row[]> {
  const best = {} as Record<ContenderName, Sample>
  for (const name of ['bare', 'insert', 'chatter'] as const)
    best[name] = await findHighestHeld(name, arena, quick)
  const pick = (value: (sample: Sample) => number) => ({
    chatter: value(best.chatter),
    bare: value(best.bare),
    insert: value(best.insert),
  })
  const what = `${members} members, full load`
  return [
    {
      measure: `${what}: deliveries`,
      unit: '1/s',
      values: pick(s => s.deliveryRate),
      demand: { is: 'at least', times: 5 },
    },
    {
      measure: `${what}: CPU per delivery`,
      unit: 'µs',
      values: pick(s => s.cpu),
      demand: { is: 'at most', times: 1 / 3 },
    },
    { measure: `${what}: the same with the database`, unit: 'µs', values: pick(s => s.cpu + s.databaseCpu) },
    { measure: `${what}: posts`, unit: '1/s', values: pick(s => s.acknowledgedRate) },
    { measure: `${what}: send to delivery, p99`, unit: 'ms', values: pick(s => s.p99) },
    { measure: `${what}: load generator's CPU`, unit: '%', values: pick(s => s.generator * 100) },
  ]
}

async function findHighestHeld(name: ContenderName, arena: Arena, quick: boolean): Promise<Sample> {
  const trial = new Trial(name, arena, quick)
  try {
    let rate = firstRate
    let held = await trial.try(rate)
    for (; !held && rate > lowestRate; held = await trial.try(rate)) rate /= 2
    if (!held) throw new Trouble(`${name} did not even hold ${rate} posts a second.`)
    for (let more = await trial.try(rate * 2); more; more = await trial.try(rate * 2)) {
      held = more
      rate *= 2
    }
    return await bisect(trial, held, rate, quick ? 2 : bisections)
  } finally {
    await trial.end()
  }
}

/** The highest rate that is held, between one that is and its double, which is not. */
async function bisect(trial: Trial, held: Sample, rate: number, steps: number): Promise<Sample> {
  let highest = held
  let [low, high] = [rate, rate * 2]
  for (let step = 0; step < steps; step++) {
    const middle = Math.sqrt(low * high)
    const sample = await trial.try(middle)
    if (sample) [highest, low] = [sample, middle]
    else high = middle
  }
  return highest
}

class Trial {
  private stage: Stage | undefined
  private readonly name: ContenderName
  private readonly arena: Arena
  private readonly seconds: number

  constructor(name: ContenderName, arena: Arena, quick: boolean) {
    this.name = name
    this.arena = arena
    this.seconds = quick ? 1.5 : 2.5
  }

  /** What was measured at this rate, or undefined when it is not held. */
  async try(rate: number): Promise<Sample | undefined> {
    return (await this.tryOnce(rate)) ?? (await this.tryOnce(rate))
  }

  async end(): Promise<void> {
    await this.stage?.close()
    this.stage = undefined
  }

  private async tryOnce(rate: number) {
    this.stage ??= await this.open()
    const { crowd, contender } = this.stage
    const sample = await offer(crowd, contender, { rate, warmup: 1, seconds: this.seconds })
    if (process.env.BENCH_VERBOSE) console.error(this.name, rate, sample)
    if (sample.complete && sample.p99 <= longest) return sample
    await this.end()
    return undefined
  }

  private async open() {
    const stage = await openStage(this.name, this.arena, members)
    await offer(stage.crowd, stage.contender, {
      rate: firstRate / 2,
      warmup: 0,
      seconds: 1,
      patience: 10_000,
    })
    return stage
  }
}
