/** How long a post takes to everybody when little is said: 100 members and 20 posts a second. */
import type { Arena, ContenderName } from '../contenders.ts'
import { offer, type Sample } from '../pace.ts'
import type { Row } from '../report.ts'
import { openStage } from '../stage.ts'

const members = 100
const rate = 20

export async function measureLatency(arena: Arena, quick: boolean): Promise<Row[]> {
  const samples = {} as Record<ContenderName, Sample>
  for (const name of ['bare', 'insert', 'chatter'] as const) {
    const stage = await openStage(name, arena, members)
    await offer(stage.crowd, stage.contender, { rate: 100, warmup: 0, seconds: quick ? 1 : 3 })
    samples[name] = await offer(stage.crowd, stage.contender, { rate, warmup: 1, seconds: quick ? 3 : 10 })
    await stage.close()
  }
  const { chatter, bare, insert } = samples
  const pick = (value: (sample: Sample) => number) => ({
    chatter: value(chatter),
    bare: value(bare),
    insert: value(insert),
  })
  const what = `${members} members, ${rate} posts/s: send to delivery`
  return [
    { measure: `${what}, p99`, unit: 'ms', values: pick(s => s.p99), demand: { is: 'at most', value: 5 } },
    { measure: `${what}, median`, unit: 'ms', values: pick(s => s.p50) },
  ]
}
