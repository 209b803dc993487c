/**
 * Finds names by a part of what is typed, and says how well they fit: letters in order (`dsgn` finds Design), initial
 * consonants (`ㅍㄹㅈㅌ` finds 프로젝트), both mixed, and syllables that are still being typed (`프롲` finds 프로젝트). One idea,
 * one file: names become keys, and the best way to lay what was typed over them is looked for.
 */
import { isVowelKey, toKeys } from './korean.ts'

/** A stretch of a name, in UTF-16 code units. */
export type NameRange = { start: number; end: number }

/** A higher score is a better match; scores of one typed text can be compared. */
export type NameMatch = { score: number; ranges: NameRange[] }

export type RankedName<Item> = NameMatch & {
  item: Item
  /** Which of the item's names matched best. */
  nameIndex: number
}

const scores = {
  contiguous: 6,
  /** The first letter of a word that what was typed begins with, and of one that it goes on with. */
  wordStart: 8,
  nextWord: 5,
  nextSyllable: 5,
  jump: -4,
  nameStart: 6,
  whole: 12,
  /** For each key of the name that was not typed: of two that begin alike, the shorter one is meant. */
  rest: -0.05,
} as const

const impossible = -1e9

/** Longer names and texts are compared by their beginning. */
const mostKeys = 128
const mostTyped = 32

/** Returns how a name matches what was typed, word by word; undefined when it does not. Nothing typed matches everything. */
export function matchName(name: string, typed: string): NameMatch | undefined {
  const wanted = prepareTyped(typed)
  const score = scoreOf(prepare(name), wanted)
  return score === undefined ? undefined : { score, ranges: findRanges(prepare(name), wanted) }
}

/**
 * The items that match, the best first; where they match alike, those with the higher boost, and then as they came.
 * @param boostOf what speaks for an item beside its names, such as {@link boostFor}
 * @param limit most items to return
 */
export function rankNames<Item>(
  items: readonly Item[],
  typed: string,
  namesOf: (item: Item) => readonly string[],
  boostOf: (item: Item) => number = () => 0,
  limit = 100,
): RankedName<Item>[] {
  const wanted = prepareTyped(typed)
  const found: { item: Item; name: Prepared; nameIndex: number; score: number }[] = []
  for (const item of items) {
    const names = namesOf(item)
    let best: number | undefined
    let nameIndex = 0
    for (let index = 0; index < names.length; index++) {
      const score = scoreOf(prepare(names[index]!), wanted)
      if (score === undefined || (best !== undefined && score <= best)) continue
      best = score
      nameIndex = index
    }
    if (best !== undefined)
      found.push({ item, name: prepare(names[nameIndex]!), nameIndex, score: best + boostOf(item) })
  }
  return found
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ name, ...ranked }) => ({ ...ranked, ranges: findRanges(name, wanted) }))
}

/** What recent and unread conversations have ahead of others: enough to decide between names that match alike. */
export function boostFor(
  conversation: { lastAt?: number; unreadCount?: number; mentionCount?: number },
  now: number,
): number {
  const { lastAt = 0, unreadCount = 0, mentionCount = 0 } = conversation
  const days = Math.max(0, now - lastAt) / 86_400_000
  return 3 / (1 + days) + (unreadCount > 0 ? 2 : 0) + (mentionCount > 0 ? 1 : 0)
}

type Prepared = {
  keys: Uint16Array
  /** Where in the name each key comes from. */
  starts: Uint16Array
  ends: Uint16Array
  /** For each key: whether it begins a letter or syllable, and which one that is. */
  units: Uint16Array
  beginsUnit: Uint8Array
  beginsWord: Uint8Array
  /** Which keys occur, as a set of 31: what is not in it needs no closer look. */
  mask: number
}

type Typed = { keys: Uint16Array; mask: number }[]

const prepared = new Map<string, Prepared>()
const mostPrepared = 50_000

function prepare(name: string): Prepared {
  const known = prepared.get(name)
  if (known) return known
  if (prepared.size >= mostPrepared) prepared.clear()
  const made = prepareName(name)
  prepared.set(name, made)
  return made
}

function prepareName(name: string): Prepared {
  const keys: number[] = []
  const starts: number[] = []
  const ends: number[] = []
  const units: number[] = []
  const beginsUnit: number[] = []
  const beginsWord: number[] = []
  let before = ''
  for (const { 0: letter, index } of name.matchAll(lettersOfNames)) {
    const typed = keysOf(letter)
    if (isLetter.test(letter))
      for (let n = 0; n < typed.length && keys.length < mostKeys; n++) {
        const isFirst = n === 0
        keys.push(typed.charCodeAt(n))
        starts.push(index)
        ends.push(index + letter.length)
        units.push(isFirst ? (units.at(-1) ?? 0) + 1 : units.at(-1)!)
        beginsUnit.push(isFirst ? 1 : 0)
        beginsWord.push(isFirst && isWordStart(before, letter) ? 1 : 0)
      }
    before = letter
  }
  return {
    keys: Uint16Array.from(keys),
    starts: Uint16Array.from(starts),
    ends: Uint16Array.from(ends),
    units: Uint16Array.from(units),
    beginsUnit: Uint8Array.from(beginsUnit),
    beginsWord: Uint8Array.from(beginsWord),
    mask: maskOf(keys),
  }
}

/** A letter with its marks; Hangul may come in parts. */
const lettersOfNames = /[\u1100-\u115F][\u1160-\u11FF]*|[\s\S]\p{M}*/gu
const isLetter = /[\p{L}\p{N}\p{S}\p{Extended_Pictographic}]/u
const isUpper = /^\p{Lu}/u
const isDigit = /^\p{N}/u

function isWordStart(before: string, letter: string): boolean {
  if (before === '' || !isLetter.test(before)) return true
  if (isUpper.test(letter)) return !isUpper.test(before)
  return isDigit.test(letter) && !isDigit.test(before)
}

/** `é` is typed as `e`, too. Marks of other scripts tell their letters apart. */
function keysOf(text: string): string {
  return toKeys(text).replace(/[\u0300-\u036F]/g, '')
}

function prepareTyped(typed: string): Typed {
  return typed
    .split(/\s+/)
    .map(word => keysOf(word).replace(notLetters, '').slice(0, mostTyped))
    .filter(word => word !== '')
    .map(word => {
      const keys = Uint16Array.from(word, unit => unit.charCodeAt(0))
      return { keys, mask: maskOf(keys) }
    })
}

const notLetters = /[^\p{L}\p{N}\p{M}\p{S}\p{Extended_Pictographic}]/gu

function maskOf(keys: Iterable<number>): number {
  let mask = 0
  for (const key of keys) mask |= 1 << (key % 31)
  return mask
}

function scoreOf(name: Prepared, typed: Typed): number | undefined {
  let score = 0
  for (const { keys, mask } of typed) {
    if ((mask & name.mask) !== mask || !holdsInOrder(name.keys, keys)) return undefined
    const end = layOver(name, keys)
    if (end < 0) return undefined
    const length = name.keys.length
    score += best[(keys.length - 1) * length + end]!
    score += (keys.length === length ? scores.whole : 0) + scores.rest * (length - keys.length)
  }
  return score
}

function findRanges(name: Prepared, typed: Typed): NameRange[] {
  const matched = new Set<number>()
  for (const { keys } of typed)
    for (let j = keys.length - 1, i = layOver(name, keys); j >= 0; j--) {
      matched.add(i)
      i = cameFrom[j * name.keys.length + i]!
    }
  return matched.size > 0 ? rangesOf(name, matched) : []
}

function holdsInOrder(keys: Uint16Array, wanted: Uint16Array): boolean {
  let next = 0
  for (let i = 0; i < keys.length && next < wanted.length; i++) if (keys[i] === wanted[next]) next++
  return next === wanted.length
}

// One pair of tables for all: `best[j][i]` is the best score with the j-th typed key on the i-th key of the name.
const best = new Float64Array(mostTyped * mostKeys)
const cameFrom = new Int16Array(mostTyped * mostKeys)

/**
 * Fills the tables with the best ways to lay what was typed over the name. Returns the key of the name on which the best
 * of them ends, or -1.
 */
function layOver(name: Prepared, wanted: Uint16Array): number {
  const { keys, starts, ends, units, beginsUnit, beginsWord } = name
  const length = keys.length
  if (beginsWith(keys, wanted)) return layFrom(name, wanted)
  /** Where the row before begins: nothing was laid further ahead. */
  let first = 0
  for (let j = 0; j < wanted.length; j++) {
    const row = j * length
    const above = row - length
    const aboveFirst = first
    first = -1
    /** The best of the typed key before, on a key that does not touch this one. */
    let jumpFrom = -1
    for (let i = j === 0 ? 0 : aboveFirst + 1; i < length; i++) {
      if (j > 0 && i >= aboveFirst + 2 && (jumpFrom < 0 || best[above + i - 2]! > best[above + jumpFrom]!))
        jumpFrom = i - 2
      best[row + i] = impossible
      if (keys[i] !== wanted[j]) continue
      if (first < 0) first = i
      if (j === 0) {
        // Within a syllable nothing begins, except what is only being typed: its vowel.
        if (beginsUnit[i] || isVowelKey(keys[i]!)) best[row + i] = startScore(name, i)
        cameFrom[row + i] = -1
        continue
      }
      if (best[above + i - 1]! > impossible) {
        const touches = starts[i]! <= ends[i - 1]!
        best[row + i] = best[above + i - 1]! + (touches ? scores.contiguous : scores.nextWord)
        cameFrom[row + i] = i - 1
      }
      if (!beginsUnit[i]) continue
      const jump = beginsWord[i] ? scores.nextWord : scores.jump
      if (jumpFrom >= 0 && best[above + jumpFrom]! + jump > best[row + i]!) {
        best[row + i] = best[above + jumpFrom]! + jump
        cameFrom[row + i] = jumpFrom
      }
      for (let k = i - 2; k >= aboveFirst && units[k]! >= units[i]! - 1; k--)
        if (best[above + k]! + scores.nextSyllable > best[row + i]!) {
          best[row + i] = best[above + k]! + scores.nextSyllable
          cameFrom[row + i] = k
        }
    }
    if (first < 0) return -1
  }
  const row = (wanted.length - 1) * length
  let end = -1
  for (let i = first; i < length; i++)
    if (best[row + i]! > impossible / 2 && (end < 0 || best[row + i]! > best[row + end]!)) end = i
  return end
}

function beginsWith(keys: Uint16Array, wanted: Uint16Array): boolean {
  for (let j = 0; j < wanted.length; j++) if (keys[j] !== wanted[j]) return false
  return true
}

/** Nothing can match better than the beginning, so that nothing else has to be looked at. */
function layFrom(name: Prepared, wanted: Uint16Array): number {
  for (let j = 0, score = startScore(name, 0); j < wanted.length; j++, score += scores.contiguous) {
    best[j * name.keys.length + j] = score
    cameFrom[j * name.keys.length + j] = j - 1
  }
  return wanted.length - 1
}

function startScore({ beginsWord }: Prepared, i: number): number {
  return (beginsWord[i] ? scores.wordStart : scores.jump) + (i === 0 ? scores.nameStart : 0)
}

function rangesOf({ starts, ends }: Prepared, matched: ReadonlySet<number>): NameRange[] {
  const ranges: NameRange[] = []
  for (const i of [...matched].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && starts[i]! <= last.end) last.end = Math.max(last.end, ends[i]!)
    else ranges.push({ start: starts[i]!, end: ends[i]! })
  }
  return ranges
}
