/**
 * What indexing costs those who post: posts a second of a server that indexes and of one that does not. They take turns,
 * several rounds, and each is judged by its best: what else runs on a machine makes a round slower, and nothing makes it faster.
 */
import type { Arena } from '../contenders.ts'
import { saturate } from '../pace.ts'
import type { Row } from '../report.ts'
import { openStage } from '../stage.ts'

const rounds = 3
const ways = ['off', 'on'] as const

export async function measureIndexing(arena: Arena, quick: boolean): Promise<Row[]> {
  const best = { off: 0, on: 0 }
  for (let round = 0; round < rounds; round++)
    for (const way of ways) best[way] = Math.max(best[way], await measureOnce(arena, way, quick))
  const what = '2 members, full load'
  return [
    { measure: `${what}: posts without indexing`, unit: '1/s', values: { chatter: best.off } },
    { measure: `${what}: posts with indexing`, unit: '1/s', values: { chatter: best.on } },
    {
      measure: `${what}: posts with indexing, of those without`,
      unit: '%',
      values: { chatter: (best.on / best.off) * 100 },
      demand: { is: 'at least', value: 85 },
    },
  ]
}

async function measureOnce(arena: Arena, way: (typeof ways)[number], quick: boolean): Promise<number> {
  const stage = await openStage('chatter', { ...arena, settings: { CHATTER_SEARCH_INDEXING: way } }, 2)
  const sample = await saturate(stage.crowd, stage.contender, {
    inFlight: 256,
    warmup: 2,
    seconds: quick ? 2 : 5,
  })
  await stage.close()
  if (sample.fault) throw new Error(sample.fault)
  return sample.acknowledgedRate
}
