/** Plain text as the words, links and mentions that it holds. Needs nothing that is loaded later. */
import { usernameKey } from '@chatter/shared/accounts.ts'
import type { Message } from '@chatter/shared/messages.ts'
import { findLinks } from '../../lib/links.ts'
import type { Inline } from './rich.type.ts'

/** Whom a message mentions, as it says itself. */
export type Mentioned = Pick<Message, 'mentions' | 'mentionsRoom'>

/** Splits text into what is shown: words, safe links, and those mentions that the server confirmed. */
export function toInline(text: string, mentioned: Mentioned): Inline[] {
  const isAnybody = mentioned.mentionsRoom || mentioned.mentions?.length
  return findLinks(text).flatMap(({ text, url }): Inline[] => {
    if (url) return [{ is: 'link', url, of: [{ is: 'text', text }] }]
    return isAnybody && text.includes('@') ? withMentions(text, mentioned) : [{ is: 'text', text }]
  })
}

const handle = /(?<![\p{L}\p{M}\p{N}._-])@([\p{L}\p{M}\p{N}]+(?:[._-][\p{L}\p{M}\p{N}]+)*)/gu

function withMentions(text: string, { mentions = [], mentionsRoom }: Mentioned): Inline[] {
  const parts: Inline[] = []
  let end = 0
  const known = [...mentions.map(({ id, username }) => ({ whom: id as number | 'room', name: username }))]
  if (mentionsRoom) known.push({ whom: 'room', name: 'room' })
  for (const match of text.matchAll(handle)) {
    const found = longestOf(known, match[1]!)
    if (!found) continue
    const length = found.length + 1
    if (match.index > end) parts.push({ is: 'text', text: text.slice(end, match.index) })
    parts.push({ is: 'mention', whom: found.whom, text: text.slice(match.index, match.index + length) })
    end = match.index + length
  }
  if (end < text.length) parts.push({ is: 'text', text: text.slice(end) })
  return parts
}

/** The longest name that the text begins with: Korean writes particles onto a name without a space. */
function longestOf(known: readonly { whom: number | 'room'; name: string }[], text: string) {
  let best: { whom: number | 'room'; length: number } | undefined
  for (const { whom, name } of known)
    if (name.length > (best?.length ?? 0) && usernameKey(text.slice(0, name.length)) === usernameKey(name))
      best = { whom, length: name.length }
  return best
}

/**
 * Whether a body may hold anything that Markdown gives a meaning. Most of what people write holds nothing, and is shown
 * without ever being parsed.
 */
export function mayHaveMarkdown(body: string): boolean {
  return anywhere.test(body) || atLineStart.test(body)
}

/** A colon pair is an emoji's name. Bare addresses are found without Markdown, unless it would read marks in them. */
const anywhere = /[*_`~[\]\\|<&]|:[a-z0-9_+-]+:/
const atLineStart = /^(?: {0,3}(?:#{1,6}(?:\s|$)|>|[-+](?:\s|$)|\d{1,9}[.)](?:\s|$)|-{2,}|=+\s*$)| {4}|\t)/m

/** One to three emoji and nothing else are shown large. */
export function isJumbo(body: string): boolean {
  return body.length <= 48 && jumbo.test(body)
}

const jumbo = /^\s*(?:\p{RGI_Emoji}\s*){1,3}$/v
