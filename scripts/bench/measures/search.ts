/** Korean searches at 1,000,000 messages, beside a scan of the same messages with LIKE. Both must find the same. */
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { pick, type Random, randomOf } from '../../../server/test/corpus.ts'
import type { Arena } from '../contenders.ts'
import { Histogram } from '../histogram.ts'
import { theMillion } from '../million.shared.ts'
import type { Row } from '../report.ts'
import { Rest } from '../rest.ts'

const page = 20

export async function measureSearch(arena: Arena, quick: boolean): Promise<Row[]> {
  const { contender, seats, database, messages, indexSeconds } = await theMillion(arena, quick)
  const random = randomOf(7)
  const two = await pickQueries(database, random, quick ? 100 : 400, 2)
  const long = await pickQueries(database, random, quick ? 50 : 200, 4)
  const rest = new Rest(contender.port, seats.tokens[0]!)
  const ask = async (query: string) => {
    const start = performance.now()
    const answer = await rest.get(`/api/v1/search?limit=${page}&query=${encodeURIComponent(query)}`)
    return { atClient: performance.now() - start, atServer: rest.serverTime, answer }
  }
  const time = async (queries: readonly string[]) => {
    const times = { atServer: new Histogram(), atClient: new Histogram() }
    for (const query of queries) {
      const { atServer, atClient } = await ask(query)
      times.atServer.add(atServer)
      times.atClient.add(atClient)
    }
    return times
  }
  await time(two.slice(0, 50))
  const short = await time(two)
  const longer = await time(long)
  const scans = new Histogram()
  const searches = new Histogram()
  for (const query of two.slice(0, quick ? 5 : 15)) {
    const scan = await scanFor(database, query)
    const { atClient, answer } = await ask(query)
    scans.add(scan.time)
    searches.add(atClient)
    compare(query, answer, scan.found)
  }
  rest.close()
  const what = `${messages.toLocaleString('en')} messages`
  const rows = (name: string, { atServer, atClient }: typeof short, limits: (number | undefined)[]) => [
    row(`${what}: ${name}, median at the server`, 'ms', atServer.quantile(0.5), limits[0]),
    row(`${what}: ${name}, p99 at the server`, 'ms', atServer.quantile(0.99), limits[1]),
    row(`${what}: ${name}, median at the client`, 'ms', atClient.quantile(0.5)),
    row(`${what}: ${name}, p99 at the client`, 'ms', atClient.quantile(0.99)),
  ]
  return [
    ...rows('Korean search of two syllables', short, [40, 200]),
    ...rows('Korean search of up to four syllables', longer, []),
    row(`${what}: the same with LIKE, median`, 'ms', scans.quantile(0.5)),
    row(`${what}: times faster than LIKE`, '', scans.quantile(0.5) / searches.quantile(0.5)),
    row(`${what}: indexing them`, 's', indexSeconds),
    row(`${what}: messages indexed a second`, '1/s', messages / indexSeconds),
  ]
}

function row(measure: string, unit: string, value: number, limit?: number | undefined): Row {
  return {
    measure,
    unit,
    values: { chatter: value },
    demand: limit === undefined ? undefined : { is: 'at most', value: limit },
  }
}

/** Pieces of what people wrote, so that common ones come often. */
async function pickQueries(
  database: Connection,
  random: Random,
  count: number,
  longest: number,
): Promise<string[]> {
  const queries: string[] = []
  const [rooms] = await database.query<RowDataPacket[]>(
    'SELECT id, last_seq FROM rooms WHERE last_seq >= 300',
  )
  while (queries.length < count) {
    const { id, last_seq } = pick(random, rooms)
    const seq = 1 + Math.floor(random() * last_seq)
    const [[message]] = await database.query<RowDataPacket[]>(
      'SELECT body FROM messages WHERE room_id = ? AND seq = ?',
      [id, seq],
    )
    const runs: string[] = message!.body.match(/[가-힣]{2,}/g) ?? []
    if (runs.length === 0) continue
    const run = pick(random, runs)
    const length = Math.min(run.length, longest)
    const start = Math.floor(random() * (run.length - length + 1))
    queries.push(run.slice(start, start + length))
  }
  return queries
}

/** What one would write without an index. */
async function scanFor(database: Connection, query: string) {
  const start = performance.now()
  const [rows] = await database.query<RowDataPacket[]>(
    `SELECT room_id, seq FROM messages
     WHERE room_id IN (SELECT room_id FROM members WHERE account_id = (SELECT MIN(account_id) FROM members))
       AND body LIKE ? AND notice IS NULL AND deleted_at IS NULL
     ORDER BY created_at DESC, room_id DESC, seq DESC LIMIT ?`,
    [`%${query}%`, page],
  )
  return { time: performance.now() - start, found: rows.map(({ room_id, seq }) => `${room_id}:${seq}`) }
}

function compare(query: string, answer: string, expected: readonly string[]) {
  const { messages } = JSON.parse(answer) as { messages: { roomId: number; seq: number }[] }
  const found = messages.map(({ roomId, seq }) => `${roomId}:${seq}`)
  if (found.join() !== expected.join())
    throw new Error(`The search for ${query} found ${found.join(' ')}, the scan ${expected.join(' ')}.`)
}
