/** What a delivery costs when nothing groups: 100 members and 50 posts a second. */
import type { Arena, ContenderName } from '../contenders.ts'
import { offer, type Sample } from '../pace.ts'
import type { Row } from '../report.ts'
import { openStage } from '../stage.ts'

const members = 100
const rate = 50

export async function measureCalm(arena: Arena, quick: boolean): Promise<Row[]> {
  const samples = {} as Record<ContenderName, Sample>
  for (const name of ['bare', 'insert', 'chatter'] as const) {
    const stage = await openStage(name, arena, members)
    samples[name] = await offer(stage.crowd, stage.contender, {
      rate,
      warmup: quick ? 2 : 4,
      seconds: quick ? 4 : 10,
    })
    await stage.close()
  }
  const { chatter, bare, insert } = samples
  const pick = (value: (sample: Sample) => number) => ({
    chatter: value(chatter),
    bare: value(bare),
    insert: value(insert),
  })
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
