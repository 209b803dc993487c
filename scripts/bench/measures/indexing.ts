/**
 * What indexing costs those who post: posts a second of a server that indexes and of one that does not. They take turns, and
 * each turn is compared with the one beside it: what else a machine does changes from minute to minute, and the median of the
 * ratios does not care for a turn that was disturbed. The one that indexes always has a backlog, as what is posted here is more
 * than any index follows at once; and it is as different as what people write.
 */
import type { Arena } from '../contenders.ts'
import { makeTexts } from '../million.ts'
import { saturate } from '../pace.ts'
import type { Row } from '../report.ts'
import { openStage } from '../stage.ts'

const rounds = 7
type Way = 'off' | 'on'

export async function measureIndexing(arena: Arena, quick: boolean): Promise<Row[]> {
  const texts = makeTexts()
  const rates: Record<Way, number[]> = { off: [], on: [] }
  const ratios: number[] = []
  for (let round = 0; round < (quick ? 3 : rounds); round++) {
    // Neither is always the one that finds the larger database.
    const ways: Way[] = round % 2 === 0 ? ['off', 'on'] : ['on', 'off']
    for (const way of ways) rates[way].push(await measureOnce(arena, way, texts, quick))
    ratios.push(rates.on.at(-1)! / rates.off.at(-1)!)
  }
  const what = '2 members, full load'
  return [
    { measure: `${what}: posts without indexing`, unit: '1/s', values: { chatter: median(rates.off) } },
    { measure: `${what}: posts with indexing`, unit: '1/s', values: { chatter: median(rates.on) } },
    {
      measure: `${what}: posts with indexing, of those without`,
      unit: '%',
      values: { chatter: median(ratios) * 100 },
      demand: { is: 'at least', value: 85 },
    },
    { measure: `${what}: the same, worst turn`, unit: '%', values: { chatter: Math.min(...ratios) * 100 } },
  ]
}

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!

async function measureOnce(
  arena: Arena,
  way: Way,
  texts: readonly string[],
  quick: boolean,
): Promise<number> {
  const stage = await openStage('chatter', { ...arena, settings: { CHATTER_SEARCH_INDEXING: way } }, 2)
  stage.crowd.bodies = texts
  const sample = await saturate(stage.crowd, stage.contender, {
    inFlight: 256,
    warmup: 2,
    seconds: quick ? 3 : 6,
  })
  await stage.close()
  if (sample.fault) throw new Error(sample.fault)
  return sample.acknowledgedRate
}
