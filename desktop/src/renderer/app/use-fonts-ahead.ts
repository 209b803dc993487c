import type { Snapshot } from '@chatter/shared/snapshot.ts'
import { useEffect } from 'react'
import { useClient } from '../features/session/use-client.ts'
import { readFontsOf } from '../ui/fonts.ts'

/** From the first paint on, in milliseconds: by then the cache has been read. */
const patience = 2_000

/** Messages of each room that are looked at: a screen full, and some. */
const newest = 40

/** Reads the fonts of what stands in rooms that nobody has opened since the start, so that each is laid out once. */
export function useFontsAhead(): void {
  const client = useClient()
  useEffect(() => {
    const read = () => {
      const { words, names } = lettersOf(client.store.getState().snapshot)
      readFontsOf({ regular: words + names, bold: names })
    }
    let idle = 0
    const timer = setTimeout(() => {
      idle = requestIdleCallback(read)
    }, patience)
    return () => {
      clearTimeout(timer)
      cancelIdleCallback(idle)
    }
  }, [client])
}

/** Every letter of the newest messages, and of those who wrote them, once. */
export function lettersOf({ timelines }: Pick<Snapshot, 'timelines'>): { words: string; names: string } {
  const words = new Set<string>()
  const names = new Set<string>()
  for (const { messages } of Object.values(timelines))
    for (const { body, author } of messages.slice(-newest)) {
      for (const letter of body) words.add(letter)
      for (const letter of author.displayName) names.add(letter)
    }
  return { words: [...words].join(''), names: [...names].join('') }
}
