/** Finding people by what is typed, also while a Hangul syllable is still being composed. */
import { initialConsonants, toKeys } from './korean.ts'

/**
 * Whether a name holds what was typed: without regard to case, by initial consonants (`ㄱㅅㅎ` finds 김수현), and with the
 * last syllable unfinished (`김ㅅ` and `깃` find 김수현 and 기수).
 */
export function nameHolds(name: string, typed: string): boolean {
  const wanted = typed.trim()
  if (wanted === '') return true
  if (isConsonantsOnly(wanted) && initialsOf(name).includes(wanted.replace(/\s/g, ''))) return true
  return toWords(name).includes(toWords(wanted))
}

/** Whether somebody typed initial consonants, and nothing else. */
export function isConsonantsOnly(text: string): boolean {
  const letters = [...text.replace(/\s/g, '')]
  return letters.length > 0 && letters.every(letter => initialConsonants.includes(letter))
}

function initialsOf(name: string): string {
  const initials = [...name.normalize('NFC')].map(letter => {
    const index = letter.charCodeAt(0) - 0xac00
    return index >= 0 && index < 11_172 ? initialConsonants[Math.floor(index / 588)] : letter
  })
  return initials.join('').replace(/\s/g, '')
}

function toWords(text: string): string {
  return toKeys(text).replace(/\s+/g, ' ')
}
