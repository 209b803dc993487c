/** Posts per second with two members: both keep posts in flight (a closed loop); the best of several depths counts. */
import type { Arena, ContenderName } from '../contenders.ts'
import { type Sample, saturate } from '../pace.ts'
import type { Row } from '../report.ts'
import { openStage } from '../stage.ts'

const depths = [64, 256, 1024]

export async function measureDurable(arena: Arena, quick: boolean): Promise<Row[]> {
  const best = {} as Record<ContenderName, Sample>
  for (const name of ['bare', 'insert', 'chatter'] as const) best[name] = await measureOne(name, arena, quick)
  const { chatter, bare, insert } = best
  const pick = (value: (sample: Sample) => number) => ({
    chatter: value(chatter),
    bare: value(bare),
    insert: value(insert),
  })
  const what = '2 members, full load'
  const posts = { measure: `${what}: posts`, unit: '1/s', values: pick(s => s.acknowledgedRate) }
  return [
    { ...posts, demand: { is: 'at least', times: 0.6 } },
    { ...posts, demand: { is: 'at least', times: 3, against: 'insert' } },
    { measure: `${what}: send to delivery, p99`, unit: 'ms', values: pick(s => s.p99) },
    { measure: `${what}: load generator's CPU`, unit: '%', values: pick(s => s.generator * 100) },
  ]
}

async function measureOne(name: ContenderName, arena: Arena, quick: boolean): Promise<Sample> {
  const stage = await openStage(name, arena, 2)
  const samples: Sample[] = []
  for (const inFlight of depths) {
    const sample = await saturate(stage.crowd, stage.contender, {
      inFlight,
      warmup: 1.5,
      seconds: quick ? 1.5 : 3,
    })
    if (process.env.BENCH_VERBOSE) console.error(name, inFlight, sample)
    if (sample.fault) throw new Error(`${name}: ${sample.fault}`)
    samples.push(sample)
  }
  await stage.close()
  return samples.reduce((best, sample) => (sample.acknowledgedRate > best.acknowledgedRate ? sample : best))
}
