/**
 * The words of the language that is spoken, for what is drawn by the dozen: rows of a timeline, lines of the side bar. It
 * does what `useTranslation` does for a fraction of its cost, which going to a room and scrolling feel.
 */
import i18next, { type TFunction } from 'i18next'
import { useSyncExternalStore } from 'react'

export type Words = { t: TFunction; language: string }

let words = createWords()
const listeners = new Set<() => void>()

i18next.on('languageChanged', () => {
  words = createWords()
  for (const listener of listeners) listener()
})

/** The same object until another language is spoken. */
export function useWords(): Words {
  return useSyncExternalStore(subscribe, () => words)
}

/** Words that have nothing to fill in are looked up once. */
function createWords(): Words {
  const found = new Map<string, string>()
  const t = (key: string, options?: object) => {
    if (options) return i18next.t(key as never, options as never)
    const known = found.get(key) ?? (i18next.t(key as never) as string)
    found.set(key, known)
    return known
  }
  return { t: t as unknown as TFunction, language: i18next.language }
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
