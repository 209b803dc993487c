/** The storm: people post at a steady rate while the server and its database are killed and started again. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Backend } from './backend.ts'
import type { PostingPerson } from './people.ts'
import type { Blow, Victim } from './plan.ts'

export type Storm = {
  strikes: Record<Victim, number>
  /** Posts that were acknowledged before the last one was written: the server was there most of the time. */
  acknowledgedMeanwhile: number
}

/** Between two blows people get through for so long at least, in milliseconds, however slowly the machine starts things. */
const breath = 1_500

/** Lasts `seconds`, or until the last blow has fallen, with `rate` posts a second of all people together. */
export async function rage(
  backend: Backend,
  people: readonly PostingPerson[],
  { seconds, rate, blows }: { seconds: number; rate: number; blows: readonly Blow[] },
): Promise<Storm> {
  const start = performance.now()
  const isOver = () => performance.now() - start >= seconds * 1000
  let isStriking = true
  const striking = strikeAll().finally(() => (isStriking = false))
  for (let posted = 0; isStriking || !isOver(); await sleep(5)) {
    const due = Math.floor(((performance.now() - start) / 1000) * rate)
    for (; posted < due; posted++) people[posted % people.length]!.post()
  }
  const acknowledgedMeanwhile = people.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0)
  return { strikes: await striking, acknowledgedMeanwhile }

  async function strikeAll() {
    const strikes: Record<Victim, number> = { server: 0, database: 0 }
    let standingAt = start
    for (const { victim, at, pause } of blows) {
      await sleep(Math.max(start + at, standingAt + breath) - performance.now())
      await backend.strike(victim, pause)
      strikes[victim]++
      standingAt = performance.now()
      // As when somebody sees the message and presses the button: few would be connected before the next blow otherwise.
      for (const { client } of people) client.reconnect()
    }
    return strikes
  }
}
