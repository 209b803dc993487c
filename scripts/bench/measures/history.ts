/** Pages of history at 1,000,000 messages, as they are asked for when a room is opened, and when somebody scrolls in it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Arena } from '../contenders.ts'
import { Histogram } from '../histogram.ts'
import { theMillion } from '../million.shared.ts'
import type { Row } from '../report.ts'
import { Rest } from '../rest.ts'

/** A page that was asked for a moment ago may be answered from memory; after this time, in milliseconds, none is. */
const freshness = 1_100

export async function measureHistory(arena: Arena, quick: boolean): Promise<Row[]> {
  const { contender, seats, rooms, messages, loadSeconds } = await theMillion(arena, quick)
  const rest = new Rest(contender.port, seats.tokens[0]!)
  const rounds = quick ? 2 : 5
  const time = async (query: (lastSeq: number) => string) => {
    const [atServer, atClient] = [new Histogram(), new Histogram()]
    for (let round = 0; round < rounds; round++) {
      const wait = sleep(freshness)
      for (const { id, lastSeq } of rooms) {
        const start = performance.now()
        const page = await rest.get(`/api/v1/rooms/${id}/messages?limit=50${query(lastSeq)}`)
        atClient.add(performance.now() - start)
        atServer.add(rest.serverTime)
        if (JSON.parse(page).messages.length !== 50) throw new Error('A page does not have its 50 messages.')
      }
      await wait
    }
    return { atServer, atClient }
  }
  await time(() => '')
  const newest = await time(() => '')
  const middle = await time(lastSeq => `&around=${Math.floor(30 + Math.random() * (lastSeq - 60))}`)
  rest.close()
  const what = `${messages.toLocaleString('en')} messages`
  const row = (measure: string, value: number, limit?: number): Row => ({
    measure: `${what}: ${measure}`,
    unit: 'ms',
    values: { chatter: value },
    demand: limit === undefined ? undefined : { is: 'at most', value: limit },
  })
  const rows = ([name, { atServer, atClient }]: [string, Awaited<ReturnType<typeof time>>]) => [
    row(`${name}, p99 at the server`, atServer.quantile(0.99), 10),
    row(`${name}, median at the server`, atServer.quantile(0.5)),
    row(`${name}, p99 at the client`, atClient.quantile(0.99)),
  ]
  return [
    ...rows(['newest page', newest]),
    ...rows(['page in the middle', middle]),
    { measure: `${what}: loading them`, unit: 's', values: { chatter: loadSeconds } },
  ]
}
