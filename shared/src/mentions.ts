/** Who is meant by `@name` in a body. Pure, so that the server, the page and its outbox read a body alike. */
import { usernameKey, usernameLimits } from './accounts.ts'

/** Mentions everybody in the room. */
export const roomMention = 'room'

/** Most names that are looked for in one body. */
export const mentionLimit = 100

/** An `@` with what could be a name behind it. Places are in UTF-16 code units, as JavaScript counts. */
export type MentionToken = {
  /** Where the `@` stands. */
  start: number
  /** What the name may be, folded as {@link usernameKey} does, the longest first, and where each would end. */
  candidates: readonly { key: string; end: number }[]
}

/** A stretch of a body that mentions somebody. */
export type MentionSpan<Who> = { start: number; end: number; who: Who }

/**
 * The mentions that a body may hold, in order: neither in code, nor in addresses of the web or of mail. Korean puts particles
 * and honorifics right behind a name, so a name may be shorter than what stands there: `@길동님`, `@ada에게`.
 */
export function findMentionTokens(body: string): MentionToken[] {
  if (!body.includes('@')) return []
  const tokens: MentionToken[] = []
  for (const match of blankCodeAndAddresses(body).matchAll(mentionPattern)) {
    const start = match.index + match[1]!.length
    const candidates = candidatesOf(match[2]!).map(name => ({
      key: usernameKey(name),
      end: start + 1 + name.length,
    }))
    if (candidates.length > 0) tokens.push({ start, candidates })
    if (tokens.length === mentionLimit) break
  }
  return tokens
}

/** The stretches of a body that mention somebody whom `find` knows by their folded user name: the longest name wins. */
export function findMentionSpans<Who>(
  body: string,
  find: (key: string) => Who | undefined,
): MentionSpan<Who>[] {
  return findMentionTokens(body).flatMap(({ start, candidates }) => {
    for (const { key, end } of candidates) {
      const who = find(key)
      if (who !== undefined) return [{ start, end, who }]
    }
    return []
  })
}

/**
 * An `@` that begins a word, and a name. Who writes Hangul, Kana or Han puts it right behind a word too; behind a letter of
 * other scripts it is the middle of an address, and behind a back-slash it is only an `@`.
 */
const mentionPattern =
  /(^|[^\p{L}\p{M}\p{N}_%+\\@-]|[\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}])@([\p{L}\p{M}\p{N}]+(?:[._-][\p{L}\p{M}\p{N}]+)*)/gu

const isEastAsian = /[\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}ー]/u

const honorifics = '님|씨|군|양|선배|쌤|さん|くん|君|ちゃん|様|さま|氏|先生'
const titles = '선배님|선생님|교수님|팀장님|대리님|과장님|부장님|차장님|사장님|이사님|대표님'
const particles =
  '이|가|은|는|을|를|과|와|의|도|만|아|야|께|께서|에게|에게서|한테|한테서|로|으로|랑|하고|부터|까지|처럼|보다|마다|조차|마저|나|라도|든|밖에|요|네|들|입니다|이에요|예요|이다|が|は|を|に|の|と|へ|も|や|から|まで|より'
/**
 * What may stand right behind a name of the same script. More particles than these follow no name, and any number of them could be
 * taken apart in so many ways that a short body keeps the server busy for hours.
 */
const ending = new RegExp(`^(?:${titles}|${honorifics})?(?:들)?(?:${particles}){0,5}$`, 'u')

/** What may be the name in a run of characters, the longest first. */
function candidatesOf(run: string): string[] {
  const characters = [...run]
  const candidates: string[] = []
  const longest = Math.min(characters.length, usernameLimits.max + 1)
  for (let length = longest; length >= usernameLimits.min; length--) {
    const [last, next] = [characters[length - 1]!, characters[length]]
    if (length > usernameLimits.max) continue
    if (
      next === undefined ||
      endsHere(last, next, () => characters.slice(length, length + longestEnding + 1).join(''))
    )
      candidates.push(characters.slice(0, length).join(''))
  }
  return candidates
}

/** No ending has more characters than this. */
const longestEnding = 24

/** Whether a name may end between two characters: where the script changes, or before an ending of its language. */
function endsHere(last: string, next: string, rest: () => string): boolean {
  if (!isEastAsian.test(next) || /[._-]/.test(last)) return false
  return !isEastAsian.test(last) || ending.test(rest())
}

/** The body with everything that holds no mentions replaced by as many spaces. */
export function blankCodeAndAddresses(body: string): string {
  const withoutBlocks = body.replace(fencedBlock, spaces)
  return withoutBlocks.replace(codeSpan, spaces).replace(address, spaces)
}

const spaces = (text: string) => text.replace(/[^\n]/g, ' ')

/** From a fence to the next one that is as long, or to the end. */
const fencedBlock =
  /^ {0,3}(`{3,}(?=[^`\n]*$)|~{3,})[^\n]*(?:\n[\s\S]*?(?:^ {0,3}\1[`~]*[ \t]*$|(?![\s\S]))|(?![\s\S]))/gm

/** Between runs of back-ticks of the same length, within a paragraph. */
const codeSpan = /(?<![`\\])(`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S])*?(?<!`)\1(?!`)/g

/** Schemes are shorter than this: without an end, each letter of a long word would be looked at as often as it is long. */
const address = /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s<>"'()[\]]+|\bmailto:\S+|\bwww\.[^\s<>"'()[\]]+/gi
