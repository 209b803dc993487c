/** When what is killed. */
import type { Random } from '../../server/test/corpus.ts'

export type Victim = 'server' | 'database'

/** `at` is in milliseconds from the start; `pause` is how long the victim stays dead before it is started again. */
export type Blow = { victim: Victim; at: number; pause: number }

export const blowCounts = { server: 10, database: 2 }

/** The blows in order: in every slot of the time one, at a random moment of its first half, in random order of victims. */
export function planBlows(seconds: number, random: Random): Blow[] {
  const victims: Victim[] = [
    ...Array<Victim>(blowCounts.server).fill('server'),
    ...Array<Victim>(blowCounts.database).fill('database'),
  ]
  const slot = (seconds * 1000) / victims.length
  return shuffle(victims, random).map((victim, index) => ({
    victim,
    at: (index + random() / 2) * slot,
    pause: random() * 500,
  }))
}

function shuffle<Item>(items: Item[], random: Random): Item[] {
  const shuffled = [...items]
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!]
  }
  return shuffled
}
