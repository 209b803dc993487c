/**
 * What a delivery costs when nothing groups: 100 members and 50 posts a second. The servers take turns, several rounds, and
 * each is judged by its cheapest round: what else runs on a machine makes a round dearer, and nothing makes it cheaper.
 */
import type { Arena, ContenderName } from '../contenders.ts'
import { offer, type Sample } from '../pace.ts'
import type { Row } from '../report.ts'
import { openStage, type Stage } from '../stage.ts'

const members = 100
const rate = 50
const rounds = 3
const names = ['bare', 'insert', 'chatter'] as const

export async function measureCalm(arena: Arena, quick: boolean): Promise<Row[]> {
  const stages = {} as Record<ContenderName, Stage>
  for (const name of names) stages[name] = await openWarmStage(name, arena, quick)
  const samples: Record<ContenderName, Sample[]> = { bare: [], insert: [], chatter: [] }
  for (let round = 0; round < rounds; round++)
    for (const name of names) {
      const { crowd, contender } = stages[name]
      const sample = await offer(crowd, contender, { rate, warmup: 1, seconds: quick ? 2 : 4 })
      if (sample.fault) throw new Error(`${name}: ${sample.fault}`)
      samples[name].push(sample)
    }
  for (const name of names) await stages[name].close()
  const pick = (value: (sample: Sample) => number) =>
    Object.fromEntries(names.map(name => [name, Math.min(...samples[name].map(value))]))
  const what = `${members} members, ${rate} posts/s`
  return [
    {
      measure: `${what}: CPU per delivery`,
      unit: 'µs',
      values: pick(s => s.cpu),
      demand: { is: 'at most', times: 1.25 },
    },
    { measure: `${what}: the same with the database`, unit: 'µs', values: pick(s => s.cpu + s.databaseCpu) },
  ]
}

/** A server whose code is compiled as it is in one that runs for hours: that takes posts, not time. */
async function openWarmStage(name: ContenderName, arena: Arena, quick: boolean): Promise<Stage> {
  const stage = await openStage(name, arena, members)
  await offer(stage.crowd, stage.contender, { rate: 250, warmup: 0, seconds: quick ? 2 : 5, patience: 5_000 })
  return stage
}
