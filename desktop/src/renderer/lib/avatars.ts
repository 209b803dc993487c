/** The generated picture of a person: a colour that stays theirs, and one or two letters. */

/** Backgrounds under white letters, each with a contrast of at least 4.5 (see the test), evenly around the wheel. */
export const avatarColors = [
  '#b0413e',
  '#a94f14',
  '#8a6100',
  '#5f7112',
  '#357a38',
  '#107a61',
  '#0c7785',
  '#2170ad',
  '#4a62c4',
  '#6f55c2',
  '#9048b0',
  '#ab3d7f',
] as const

/** Neighbouring ids get colours far apart, so that two people who signed up together do not look alike. */
export function avatarColor(accountId: number): string {
  return avatarColors[(accountId * 5) % avatarColors.length]!
}

const hangulName = /^[\uAC00-\uD7A3]+$/
const oneLetterScripts = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u

/**
 * The letters of an avatar. A Hangul name is told by its given name, the last two syllables, as Koreans call each other;
 * Han and Kana by the first letter; others by the first letters of the first and last word. What stands in brackets is no name.
 */
export function initials(displayName: string): string {
  const all = displayName.normalize('NFC').trim().split(/\s+/u).filter(Boolean)
  const named = all.filter(word => !/^\p{P}/u.test(word))
  const words = named.length > 0 ? named : all
  const first = words[0] ?? ''
  if (words.length === 1 && hangulName.test(first)) return first.slice(-2)
  const start = firstLetter(first)
  if (words.length <= 1 || oneLetterScripts.test(start) || isPicture(start)) return start
  return start + firstLetter(words.at(-1)!)
}

/** One letter as people see it: a family emoji is one. */
function firstLetter(word: string): string {
  if (plainStart.test(word)) return word.charAt(0).toLocaleUpperCase()
  letters ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  for (const { segment } of letters.segment(word)) return segment.toLocaleUpperCase()
  return ''
}

/** Nothing joins these letters to what follows, so that most names need no segmenter, which is slow to make. */
const plainStart = /^[A-Za-z0-9\uAC00-\uD7A3](?:$|[A-Za-z0-9\uAC00-\uD7A3.'-])/
let letters: Intl.Segmenter | undefined

function isPicture(letter: string): boolean {
  return /\p{Extended_Pictographic}/u.test(letter)
}
