/** Plain text as the words, links, mentions and keywords that it holds. Needs nothing that is loaded later. */
import { usernameKey } from '@chatter/shared/accounts.ts'
import { findKeywords } from '@chatter/shared/keywords.ts'
import { findMentionSpans, roomMention } from '@chatter/shared/mentions.ts'
import type { Message } from '@chatter/shared/messages.ts'
import { findLinks } from '../../lib/links.ts'
import type { Inline } from './rich.type.ts'

/** Whom a message mentions, as it says itself, and what the reader wants to hear of. */
export type Mentioned = Pick<Message, 'mentions' | 'mentionsRoom'> & { keywords?: readonly string[] }

/** Splits text into what is shown: words, safe links, the reader's keywords, and those mentions that the server confirmed. */
export function toInline(text: string, mentioned: Mentioned): Inline[] {
  const isAnybody = mentioned.mentionsRoom || mentioned.mentions?.length
  return findLinks(text).flatMap(({ text, url }): Inline[] => {
    if (url) return [{ is: 'link', url, of: [{ is: 'text', text }] }]
    const parts: Inline[] =
      isAnybody && text.includes('@') ? withMentions(text, mentioned) : [{ is: 'text', text }]
    const { keywords = [] } = mentioned
    return keywords.length === 0 ? parts : parts.flatMap(part => withKeywords(part, keywords))
  })
}

function withKeywords(part: Inline, keywords: readonly string[]): Inline[] {
  if (part.is !== 'text') return [part]
  const { text } = part
  const parts: Inline[] = []
  let from = 0
  for (const { start, end } of findKeywords(text, keywords)) {
    if (start > from) parts.push({ is: 'text', text: text.slice(from, start) })
    parts.push({ is: 'keyword', text: text.slice(start, end) })
    from = end
  }
  if (from < text.length) parts.push({ is: 'text', text: text.slice(from) })
  return parts
}

function withMentions(text: string, { mentions = [], mentionsRoom }: Mentioned): Inline[] {
  const known = new Map<string, number | 'room'>(
    mentions.map(({ id, username }) => [usernameKey(username), id]),
  )
  if (mentionsRoom) known.set(roomMention, 'room')
  const parts: Inline[] = []
  let from = 0
  for (const { start, end, who } of findMentionSpans(text, key => known.get(key))) {
    if (start > from) parts.push({ is: 'text', text: text.slice(from, start) })
    parts.push({ is: 'mention', whom: who, text: text.slice(start, end) })
    from = end
  }
  if (from < text.length) parts.push({ is: 'text', text: text.slice(from) })
  return parts
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

/**
 * After the form of emoji in Unicode Technical Standard #51. Their list, `\p{RGI_Emoji}`, would be stricter, but reading it
 * takes a page a tenth of a second.
 */
const picture = String.raw`(?:\p{Emoji_Presentation}\p{EMod}?|\p{ExtPict}(?:\uFE0F|\p{EMod}))(?:[\u{E0020}-\u{E007E}]+\u{E007F})?`
const jumbo = new RegExp(
  String.raw`^\s*(?:(?:\p{RI}{2}|[\d#*]\uFE0F?\u20E3|${picture}(?:\u200D${picture})*)\s*){1,3}$`,
  'u',
)
