/**
 * What a full-text index is fed, and asked: tokens that any database's parser leaves as they are. Each is ASCII, has a
 * prefix that no stop word begins with, and 3 to {@link longestToken} characters. They only suggest; `search.match.ts` decides.
 *
 * Words are one token each and are asked for by their beginning. Scripts without spaces are cut into overlapping pairs, which
 * find any two syllables, and threes, without which long terms of common pairs would suggest far too much.
 */
import { anywhereScripts, foldText, type SearchTerm, wordCharacters } from './search.match.ts'

/** InnoDB ignores what is longer than 84 characters. A word is cut in the text and in the query alike. */
export const longestToken = 62

/** A token that a text must have, or with `isPrefix` the beginning of one. */
export type RequiredToken = { token: string; isPrefix: boolean }

/** More tokens than this make a look-up slower, not more precise. */
const mostRequired = 8

/** Adds the tokens of a text to those of its document. */
export function addTokens(text: string, tokens: Set<string>): void {
  cut(foldText(text), (kind, piece) => {
    if (kind === kinds.word) tokens.add(wordToken(piece))
    else if (kind === kinds.sign) tokens.add(`qs${encode(piece)}`)
    else addGrams(piece, tokens)
  })
}

/** The last syllable of a run begins no pair, so it stands alone, that it may be asked for by the beginning of one. */
function addGrams(run: string, tokens: Set<string>) {
  const codes = [...run].map(encode)
  for (let n = 0; n < codes.length; n++) {
    const pair = n + 1 < codes.length ? codes[n]! + codes[n + 1]! : codes[n]!
    tokens.add(`qb${pair}`)
    if (n + 2 < codes.length) tokens.add(`qt${pair}${codes[n + 2]!}`)
  }
}

/** What characters are for the index: parts of runs that are found anywhere, of words, single signs such as emoji, or nothing. */
const kinds = { nothing: 1, run: 2, word: 3, sign: 4 } as const
type Kind = (typeof kinds)[keyof typeof kinds]

const run = new RegExp(`[${anywhereScripts}]`, 'v')
const word = new RegExp(wordCharacters, 'v')
const sign = /[\p{S}--\p{ASCII}]/v

/** Kinds by code point: asking each time would take longer than all the rest. */
const known = new Uint8Array(0x11_0000)

function kindOf(code: number): Kind {
  const kind = known[code]
  if (kind) return kind as Kind
  const character = String.fromCodePoint(code)
  const found = run.test(character)
    ? kinds.run
    : word.test(character)
      ? kinds.word
      : sign.test(character)
        ? kinds.sign
        : kinds.nothing
  known[code] = found
  return found
}

/** Cuts a folded text into runs, words and signs, in order. */
function cut(text: string, visit: (kind: Kind, piece: string, end: number) => void) {
  let start = 0
  let kind: Kind = kinds.nothing
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at)!
    const here = kindOf(code)
    if (here !== kind || kind === kinds.sign) {
      if (kind !== kinds.nothing) visit(kind, text.slice(start, at), at)
      start = at
      kind = here
    }
    at += code > 0xffff ? 2 : 1
  }
  if (kind !== kinds.nothing) visit(kind, text.slice(start), text.length)
}

/** The tokens that every text has in which all terms are found. None when the terms hold nothing that is indexed. */
export function requiredTokens(terms: readonly SearchTerm[]): RequiredToken[] {
  const required = new Map<string, RequiredToken>()
  for (const { text } of terms)
    for (const one of tokensWithin(text)) required.set(`${one.token}${one.isPrefix}`, one)
  // A short beginning stands for too many tokens to help beside others.
  const all = [...required.values()]
  const telling = all.filter(({ token, isPrefix }) => !isPrefix || token.length > 4)
  return (telling.length > 0 ? telling : all)
    .sort((a, b) => Number(a.isPrefix) - Number(b.isPrefix) || b.token.length - a.token.length)
    .slice(0, mostRequired)
}

/** In a term every word begins where one begins in the text, and only the last may go on there. */
function tokensWithin(term: string): RequiredToken[] {
  const required: RequiredToken[] = []
  cut(term, (kind, piece, end) => {
    if (kind === kinds.sign) required.push(exactly(`qs${encode(piece)}`))
    else if (kind === kinds.run) required.push(...gramsOf([...piece].map(encode)))
    else {
      const token = wordToken(piece)
      required.push({ token, isPrefix: end === term.length && token.length < longestToken })
    }
  })
  return required
}

function gramsOf(codes: readonly string[]): RequiredToken[] {
  if (codes.length === 1) return [{ token: `qb${codes[0]}`, isPrefix: true }]
  if (codes.length === 2) return [exactly(`qb${codes.join('')}`)]
  return codes.slice(2).map((_, n) => exactly(`qt${codes.slice(n, n + 3).join('')}`))
}

function exactly(token: string): RequiredToken {
  return { token, isPrefix: false }
}

/** A beginning of a word is a beginning of its token. */
function wordToken(word: string): string {
  const code = isPlain.test(word) ? word : [...word].map(encodeLetter).join('')
  return `qw${code}`.slice(0, longestToken)
}

const isPlain = /^[a-z0-9]*$/

function encodeLetter(letter: string): string {
  return isPlain.test(letter) ? letter : encode(letter)
}

/** Codes by character, for the same reason. There are as many as people use. */
const codes = new Map<string, string>()

function encode(character: string): string {
  const code = codes.get(character)
  if (code !== undefined) return code
  const found = codeOf(character.codePointAt(0)!)
  codes.set(character, found)
  return found
}

/** Three digits of base 36 for Kana, Han and Hangul, none of which begins with z; that and four digits for all others. */
function codeOf(code: number): string {
  if (code >= 0x3041 && code <= 0x9fff) return (code - 0x3041).toString(36).padStart(3, '0')
  if (code >= 0xac00 && code <= 0xd7a3)
    return (code - 0xac00 + 0x9fff - 0x3041 + 1).toString(36).padStart(3, '0')
  return `z${code.toString(36).padStart(4, '0')}`
}
