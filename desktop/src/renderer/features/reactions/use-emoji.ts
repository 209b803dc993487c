import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Emoji } from './emoji-search.ts'
import { loadEmoji } from './load-emoji.ts'

/** All emoji, named in the reader's language; null until they are needed and loaded. */
export function useEmoji(isNeeded: boolean): Emoji[] | null {
  const { i18n } = useTranslation()
  const [emoji, setEmoji] = useState<Emoji[] | null>(null)
  useEffect(() => {
    if (!isNeeded) return
    let isGone = false
    void loadEmoji(i18n.language).then(loaded => isGone || setEmoji(loaded))
    return () => {
      isGone = true
    }
  }, [i18n.language, isNeeded])
  return emoji
}
