/** A stretch of a post, and where it begins: plain text, or a link that may be opened. */
export type TextPart = { at: number; text: string; url?: string }

const address =
  /(?:https?:\/\/|mailto:)[^\s<>"“”‘’「」『』]+|(?<![\p{L}\p{N}._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}/giu

/** Korean particles that are written onto an address without a space, when a Latin letter, digit or slash precedes them. */
const particles =
  /(?<=[A-Za-z0-9/])(?:입니다|이에요|예요|에서|으로|까지|부터|에게|이나|이랑|하고|처럼|만|을|를|이|가|은|는|에|의|로|와|과|도|나|랑)$/u

/** Splits plain text into words and safe links: http, https and mailto alone. */
export function findLinks(text: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const match of text.matchAll(address)) {
    const found = trimAddress(match[0])
    const url = found && toUrl(found)
    if (!url) continue
    if (match.index > end) parts.push({ at: end, text: text.slice(end, match.index) })
    parts.push({ at: match.index, text: found, url })
    end = match.index + found.length
  }
  if (end < text.length) parts.push({ at: end, text: text.slice(end) })
  return parts
}

const punctuation = `.,:;!?'"…。、，！？·`

/** The address without the punctuation, brackets and particles of the sentence around it. */
function trimAddress(raw: string): string {
  const stray = strayBrackets(raw)
  let end = raw.length
  for (; end > 0; end--) {
    const last = raw[end - 1]!
    const left = stray.get(last) ?? 0
    if (left > 0) stray.set(last, left - 1)
    else if (!punctuation.includes(last)) break
  }
  return raw.slice(0, end).replace(particles, '')
}

const openings: Record<string, string> = { ')': '(', ']': '[', '}': '{', '）': '（', '】': '【' }
const closings = Object.fromEntries(Object.entries(openings).map(([closing, opening]) => [opening, closing]))

/** How many more of each closing bracket there are than were opened: at the end, these belong to the sentence. */
function strayBrackets(address: string): Map<string, number> {
  const stray = new Map<string, number>()
  for (const letter of address) {
    const closing = closings[letter] ?? letter
    if (openings[closing]) stray.set(closing, (stray.get(closing) ?? 0) + (letter === closing ? 1 : -1))
  }
  return stray
}

function toUrl(address: string): string | undefined {
  const isMail = !/^(https?|mailto):/i.test(address)
  const url = URL.parse(isMail ? `mailto:${address}` : address)
  if (!url) return undefined
  if (url.protocol === 'mailto:') return url.pathname.includes('@') ? url.href : undefined
  return url.hostname ? url.href : undefined
}
