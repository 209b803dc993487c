/** How long a post takes to everybody when little is said: 100 members, 20 posts a second; the median of several rounds. */
import type { Arena, ContenderName } from '../contenders.ts'
import { offer, type Sample } from '../pace.ts'
import type { Row } from '../report.ts'
import { openStage } from '../stage.ts'

/** The 5 ms are demanded of a machine on which the bare relay needs 1.8; on a slower one this many times the relay's say the same. */
const slack = 5 / 1.8

const members = 100
const rate = 20
const rounds = 3
/** So long that the hundredth part of a round is more than its slowest post, in seconds. */
const roundSeconds = 10
/** After so long at ten times the rate, in seconds, what a server does for each post is compiled. */
const warmupSeconds = 10

export async function measureLatency(arena: Arena, quick: boolean): Promise<Row[]> {
  const samples = {} as Record<ContenderName, Sample[]>
  for (const name of ['bare', 'insert', 'chatter'] as const) {
    const { crowd, contender, close } = await openStage(name, arena, members)
    await offer(crowd, contender, {
      rate: 200,
      warmup: 0,
      seconds: quick ? 1 : warmupSeconds,
      patience: 5_000,
    })
    samples[name] = []
    for (let round = 0; round < rounds; round++)
      samples[name].push(
        await offer(crowd, contender, { rate, warmup: 0, seconds: quick ? 1 : roundSeconds }),
      )
    await close()
    if (crowd.fault) throw new Error(`${name}: ${crowd.fault}`)
  }
  const { chatter, bare, insert } = samples
  const pick = (value: (sample: Sample) => number) => ({
    chatter: median(chatter.map(value)),
    bare: median(bare.map(value)),
    insert: median(insert.map(value)),
  })
  const what = `${members} members, ${rate} posts/s: send to delivery`
  return [
    { measure: `${what}, p99`, unit: 'ms', values: pick(s => s.p99), demand: { is: 'at most', value: 5 } },
    {
      measure: `${what}, p99 beside the relay's`,
      unit: 'ms',
      values: pick(s => s.p99),
      demand: { is: 'at most', times: slack, against: 'bare' },
    },
    { measure: `${what}, median`, unit: 'ms', values: pick(s => s.p50) },
  ]
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
}
