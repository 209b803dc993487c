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

/** Runs of what is found anywhere, words, and single signs such as emoji. */
const runs = new RegExp(`([${anywhereScripts}]+)|(${wordCharacters}+)|([\\p{S}--\\p{ASCII}])`, 'gv')

/** Adds the tokens of a text to those of its document. */
export function addTokens(text: string, tokens: Set<string>): void {
  for (const [, run, word, sign] of foldText(text).matchAll(runs)) {
    if (word) tokens.add(wordToken(word))
    else if (run) addGrams([...run].map(encode), tokens)
    else tokens.add(`qs${encode(sign!)}`)
  }
}

/** The last syllable of a run begins no pair, so it stands alone, that it may be asked for by the beginning of one. */
function addGrams(codes: readonly string[], tokens: Set<string>) {
  for (let n = 0; n < codes.length; n++) {
    tokens.add(`qb${codes[n]}${codes[n + 1] ?? ''}`)
    if (n + 2 < codes.length) tokens.add(`qt${codes[n]}${codes[n + 1]}${codes[n + 2]}`)
  }
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
  return [...term.matchAll(runs)].flatMap(({ 0: whole, 1: run, 2: word, 3: sign, index }) => {
    if (sign) return [exactly(`qs${encode(sign)}`)]
    if (run) return gramsOf([...run].map(encode))
    const token = wordToken(word!)
    const goesOn = index + whole.length === term.length && token.length < longestToken
    return [{ token, isPrefix: goesOn }]
  })
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
  return isPlain.test(letter) ? letter : `z${encode(letter)}`
}

/** Four digits of base 36 hold every code point. */
function encode(character: string): string {
  return character.codePointAt(0)!.toString(36).padStart(4, '0')
}
