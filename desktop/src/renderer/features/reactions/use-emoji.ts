import { useEffect, useState } from 'react'
import { useWords } from '../../lib/use-words.ts'
import type { Emoji } from './emoji-search.ts'
import { loadEmoji } from './load-emoji.ts'

/** All emoji, named in the reader's language; null until they are needed and loaded. */
export function useEmoji(isNeeded: boolean): Emoji[] | null {
  const { language } = useWords()
  const [emoji, setEmoji] = useState<Emoji[] | null>(null)
  useEffect(() => {
    if (!isNeeded) return
    let isGone = false
    void loadEmoji(language).then(loaded => isGone || setEmoji(loaded))
    return () => {
      isGone = true
    }
  }, [language, isNeeded])
  return emoji
}
