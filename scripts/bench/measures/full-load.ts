/**
 * Deliveries per second under full load. Posts are offered at a rate that does not wait for answers (an open loop), in
 * turn from every member. A rate is held when every post of the window reached every member, and 99 % of all deliveries
 * came at most 250 ms after the post was due. The rate doubles until it is not held, then the last doubling is halved
 * four times; a rate that is not held gets a second try on a fresh server, for the machine's own hiccups.
 */
import type { Arena, ContenderName } from '../contenders.ts'
import { offer, type Sample } from '../pace.ts'
import type { Row } from '../report.ts'
import { openStage, type Stage } from '../stage.ts'

const members = 500
const longest = 250
const firstRate = 100
const bisections = 4

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
  let held: Sample | undefined
  let low = firstRate / 2
  let high = firstRate
  for (let sample = await trial.try(high); sample; sample = await trial.try(high)) {
    held = sample
    low = high
    high *= 2
  }
  for (let step = 0; step < (quick ? 2 : bisections); step++) {
    const middle = Math.sqrt(low * high)
    const sample = await trial.try(middle)
    if (sample) [held, low] = [sample, middle]
    else high = middle
  }
  await trial.end()
  if (!held) throw new Error(`${name} did not even hold ${low} posts a second.`)
  return held
}

class Trial {
  private stage: Stage | undefined
  private readonly name: ContenderName
  private readonly arena: Arena
  private readonly seconds: number

  constructor(name: ContenderName, arena: Arena, quick: boolean) {
    this.name = name
    this.arena = arena
    this.seconds = quick ? 1.5 : 3
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
    await offer(stage.crowd, stage.contender, { rate: firstRate / 2, warmup: 0, seconds: 1 })
    return stage
  }
}
