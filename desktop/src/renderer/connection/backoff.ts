/** The first pause before connecting again, and the longest, in milliseconds. */
export const backoffLimits = { first: 500, longest: 15_000 } as const

/**
 * How long to wait before the next try, in milliseconds: twice as long each time, of which half is left to chance, so that
 * the clients of a server that restarts do not come back in one instant.
 * @param tries how many have failed already
 * @param random from 0 to 1
 */
export function backoff(tries: number, random: number): number {
  const pause = Math.min(backoffLimits.longest, backoffLimits.first * 2 ** Math.min(tries, 16))
  return Math.round(pause * (0.5 + random / 2))
}
