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

/** The address without the punctuation and particles of the sentence around it. */
function trimAddress(raw: string): string {
  let address = raw
  for (;;) {
    const shorter = withoutStrayBracket(address.replace(/[.,:;!?'"…。、，！？·]+$/u, '')).replace(
      particles,
      '',
    )
    if (shorter === address) return address
    address = shorter
  }
}

const brackets: Record<string, string> = { ')': '(', ']': '[', '}': '{', '）': '（', '】': '【' }

/** A closing bracket at the end belongs to the sentence, unless it was opened inside the address. */
function withoutStrayBracket(address: string): string {
  const closing = address.at(-1) ?? ''
  const opening = brackets[closing]
  if (!opening) return address
  return address.split(closing).length > address.split(opening).length ? address.slice(0, -1) : address
}

function toUrl(address: string): string | undefined {
  const isMail = !/^(https?|mailto):/i.test(address)
  const url = URL.parse(isMail ? `mailto:${address}` : address)
  if (!url) return undefined
  if (url.protocol === 'mailto:') return url.pathname.includes('@') ? url.href : undefined
  return url.hostname ? url.href : undefined
}
