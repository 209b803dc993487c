/**
 * What a search finds, by definition: the server verifies what its index suggests with this, the app searches its cache and
 * highlights with it. Text is compared without regard to case and width (ＡＢＣ is abc, ｶﾞ is ガ).
 *
 * A query is words and "phrases", and a text must hold them all. What begins with a letter or digit is found where a word
 * begins: `plt` finds PLT-3699, `3699` too, `lt` does not. Scripts that are written without spaces, and Hangul, whose words
 * take endings, are found anywhere: `젝트` finds 프로젝트가. So is what begins with a sign: `#12`, `.env`.
 *
 * The text of a message is its words and the names of its files.
 */
import type { Message } from './messages.ts'
import type { SearchedFeature } from './search.ts'

/** Something that a text must hold. */
export type SearchTerm = {
  /** Folded; white space is single spaces. */
  text: string
  /** It is found only where a word begins. */
  startsWord: boolean
  /** It is found only where a word ends. */
  endsWord: boolean
  /** Finds it in a folded text, wherever it stands. */
  pattern: RegExp
}

/** A stretch of a text, in UTF-16 code units. */
export type Hit = { start: number; end: number }

/** Part of a text, with the hits that it shows. */
export type Excerpt = { text: string; hits: Hit[]; isCutBefore: boolean; isCutAfter: boolean }

/** Scripts in which a text is found anywhere, not only where a word begins. The long mark ー belongs to no script. */
export const anywhereScripts = String.raw`\p{sc=Hangul}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}ー`

/** What words are made of: letters, digits and marks of all other scripts. */
export const wordCharacters = String.raw`[[\p{L}\p{N}\p{M}]--[${anywhereScripts}]]`

const endsInWord = new RegExp(`${wordCharacters}$`, 'v')
const beginsWithWord = new RegExp(`^${wordCharacters}`, 'v')

/** What the query asks for. Quotes keep words together; one that is not closed yet goes to the end. */
export function parseTerms(query: string): SearchTerm[] {
  const terms: SearchTerm[] = []
  for (const [whole, phrase] of foldText(query).matchAll(/["“”]([^"“”]*)["“”]?|\S+/g)) {
    const text = (phrase ?? whole).trim().replace(/\s+/g, ' ')
    if (text && !terms.some(term => term.text === text)) terms.push(toTerm(text))
  }
  return terms
}

/**
 * @param words whose white space is single spaces
 * @param isWhole whether it is found only as whole words, not as their beginnings
 */
export function toTerm(words: string, { isWhole = false } = {}): SearchTerm {
  const text = foldText(words)
  const escaped = text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replaceAll(' ', String.raw`\s+`)
  return {
    text,
    startsWord: beginsWithWord.test(text),
    endsWord: isWhole && endsInWord.test(text),
    pattern: new RegExp(escaped, 'g'),
  }
}

/** What stands between the words of a message and the names of its files: nothing that is searched for reaches over it. */
const edge = '\u0000'

/** All that a message is searched in. */
export function searchedText({ body, attachments }: Pick<Message, 'body' | 'attachments'>): string {
  return attachments ? [body, ...attachments.map(({ name }) => name)].join(edge) : body
}

/** Whether the text holds every term. No terms are held by every text. */
export function matchesText(text: string, terms: readonly SearchTerm[]): boolean {
  if (terms.length === 0) return true
  const folded = foldText(text)
  return terms.every(term => findTerm(folded, term, 0) !== undefined)
}

/** Where the terms stand in the text, in order, those that touch or overlap as one. For highlighting. */
export function findHits(text: string, terms: readonly SearchTerm[]): Hit[] {
  const folded = foldText(text)
  const hits = terms.flatMap(term => findAll(folded, term)).sort((a, b) => a.start - b.start)
  const merged: Hit[] = []
  for (const hit of hits) {
    const last = merged.at(-1)
    if (last && hit.start <= last.end) last.end = Math.max(last.end, hit.end)
    else merged.push({ ...hit })
  }
  return folded.length === text.length ? merged : merged.map(toPlaceIn(text))
}

/**
 * The part of a text around its first hit, of `length` code units or a little less, cut between words where there are
 * some. Without hits it is the beginning.
 */
export function excerptAround(text: string, hits: readonly Hit[], length = 200): Excerpt {
  if (text.length <= length) return { text, hits: [...hits], isCutBefore: false, isCutAfter: false }
  const first = hits[0] ?? { start: 0, end: 0 }
  const lead = Math.max(0, Math.floor((length - (first.end - first.start)) / 3))
  const earliest = Math.max(0, Math.min(first.start - lead, text.length - length))
  const start = earliest === 0 ? 0 : afterSpace(text, earliest, first.start)
  const end = start + length >= text.length ? text.length : beforeSpace(text, start + length, first.end)
  return {
    text: text.slice(start, end),
    hits: hits
      .filter(hit => hit.start < end && hit.end > start)
      .map(hit => ({ start: Math.max(hit.start, start) - start, end: Math.min(hit.end, end) - start })),
    isCutBefore: start > 0,
    isCutAfter: end < text.length,
  }
}

/** The text as it is compared: NFC, of one case, of one width. */
export function foldText(text: string): string {
  const lower = text.normalize('NFC').replaceAll('İ', 'i').toLowerCase().replaceAll('ς', 'σ')
  return hasWidth.test(lower) ? lower.replace(widths, run => run.normalize('NFKC').toLowerCase()) : lower
}

/** The wide space and signs, and the narrow Katakana. */
const hasWidth = /[\u3000\uFF01-\uFF9F]/
const widths = /[\u3000\uFF01-\uFF9F]+/g

function findAll(folded: string, term: SearchTerm): Hit[] {
  const hits: Hit[] = []
  for (let hit = findTerm(folded, term, 0); hit; hit = findTerm(folded, term, hit.end)) hits.push(hit)
  return hits
}

function findTerm(
  folded: string,
  { pattern, startsWord, endsWord }: SearchTerm,
  from: number,
): Hit | undefined {
  pattern.lastIndex = from
  for (let found = pattern.exec(folded); found; found = pattern.exec(folded)) {
    const [start, end] = [found.index, pattern.lastIndex]
    const isInside = (startsWord && isInWord(folded, start)) || (endsWord && goesOn(folded, end))
    if (!isInside) return { start, end }
    pattern.lastIndex = start + 1
  }
  return undefined
}

/** Whether the character at this place belongs to a word. */
function goesOn(folded: string, place: number): boolean {
  return beginsWithWord.test(folded.slice(place, place + 2))
}

/** Whether the character before this place belongs to a word. */
function isInWord(folded: string, place: number): boolean {
  if (place === 0) return false
  const code = folded.charCodeAt(place - 1)
  if (code < 0x80) return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39)
  return endsInWord.test(folded.slice(Math.max(0, place - 2), place))
}

/** Narrow Katakana and text that is not NFC are shorter when folded: each of their characters knows where it came from. */
function toPlaceIn(text: string): (hit: Hit) => Hit {
  const starts: number[] = []
  const ends: number[] = []
  for (const { 0: unit, index } of text.matchAll(/[\s\S][\p{M}\u1160-\u11FF\uFF9E\uFF9F]*/gu))
    for (let n = foldText(unit).length; n > 0; n--) {
      starts.push(index)
      ends.push(index + unit.length)
    }
  return ({ start, end }) => ({
    start: starts[start] ?? text.length,
    end: ends[end - 1] ?? text.length,
  })
}

/** How far a cut is moved to fall between words. */
const reach = 20

function afterSpace(text: string, from: number, latest: number): number {
  const space = text.slice(from, Math.min(from + reach, latest)).search(/\s\S/)
  return space >= 0 ? from + space + 1 : wholeCharacter(text, from)
}

function beforeSpace(text: string, to: number, earliest: number): number {
  const start = Math.max(to - reach, earliest)
  const space = text.slice(start, to).search(/\s\S*$/)
  return space >= 0 ? start + space : wholeCharacter(text, to)
}

/** Never between the two halves of one character. */
function wholeCharacter(text: string, place: number): number {
  const code = text.charCodeAt(place)
  return code >= 0xdc00 && code <= 0xdfff ? place - 1 : place
}

/** What `has:` asks of a message. */
export function hasFeature(message: SearchedMessage, feature: SearchedFeature): boolean {
  switch (feature) {
    case 'link':
      return hasLink(message.body)
    case 'code':
      return hasCode(message.body)
    case 'mention':
      return message.mentionsRoom === true || (message.mentions?.length ?? 0) > 0
    case 'reaction':
      return (message.reactions?.length ?? 0) > 0
    case 'pin':
      return message.pinned !== undefined
    case 'file':
      return (message.attachments?.length ?? 0) > 0
  }
}

type SearchedMessage = Pick<
  Message,
  'body' | 'mentions' | 'mentionsRoom' | 'reactions' | 'pinned' | 'attachments'
>

export function hasLink(body: string): boolean {
  return /\b(https?:\/\/|www\.)[^\s<>]/i.test(body)
}

/** A block between fences, or words between back-quotes. */
export function hasCode(body: string): boolean {
  return /(^|\n)[ \t]*(```|~~~)|`[^`\n]+`/.test(body)
}
