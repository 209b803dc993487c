export type InOrder = {
  /** Says something that covers the numbers `first` to `last` of a key, when its turn has come. */
  say: (key: number, first: number, last: number, say: () => void) => void
  /** Something of the key will be said for certain, until the returned function is called: it is waited for longer. */
  expect: (key: number) => () => void
}

type Held = { first: number; last: number; say: () => void }

/**
 * Puts what is said about one key into the order of its numbers, which have no holes. What comes too early waits for what is
 * missing, but not for long: its sender may have failed, or sit on another node. What comes in order, as nearly everything does,
 * costs one look into a map.
 * @param patience how long something missing is waited for, in milliseconds
 */
export function createInOrder(patience: number): InOrder {
  /** The last number that was said, by key. */
  const said = new Map<number, number>()
  const held = new Map<number, Held[]>()
  const timers = new Map<number, NodeJS.Timeout>()
  /** How many are expected, by key. */
  const expected = new Map<number, number>()

  function sayNow(key: number, { last, say }: Held) {
    said.set(key, Math.max(last, said.get(key) ?? 0))
    say()
  }

  function hold(key: number, one: Held) {
    const others = held.get(key)
    if (others) others.push(one)
    else {
      held.set(key, [one])
      wait(key)
    }
  }

  function wait(key: number) {
    timers.set(key, setTimeout(giveUp, patience, key).unref())
  }

  function giveUp(key: number) {
    if (expected.has(key)) wait(key)
    else release(key, true)
  }

  /** Says what waited and continues now; or all of it, in order, when that has waited long enough. */
  function release(key: number, all: boolean) {
    const waiting = held.get(key)?.sort((a, b) => a.first - b.first)
    while (waiting?.length && (all || isNext(key, waiting[0]!))) sayNow(key, waiting.shift()!)
    if (waiting?.length !== 0) return
    held.delete(key)
    clearTimeout(timers.get(key))
    timers.delete(key)
  }

  function isNext(key: number, { first }: Held): boolean {
    const last = said.get(key)
    return last === undefined || first <= last + 1
  }

  return {
    say(key, first, last, say) {
      const one = { first, last, say }
      if (!isNext(key, one)) return hold(key, one)
      sayNow(key, one)
      if (held.size > 0) release(key, false)
    },
    expect(key) {
      expected.set(key, (expected.get(key) ?? 0) + 1)
      return () => {
        const left = expected.get(key)! - 1
        if (left > 0) expected.set(key, left)
        else expected.delete(key)
      }
    },
  }
}
