/** What a reply says of the message that it answers. Pure. */
import { type Message, messageLimits, type Quote } from '@chatter/shared/messages.ts'
import { linesOf } from '../../lib/file-words.ts'

/** The message as a reply quotes it until the server says how. */
export function quoteOf(message: Message): Quote {
  const { seq, author } = message
  const line = linesOf(message)
    .slice(0, messageLimits.excerpt * 4)
    .replace(/\s+/gu, ' ')
    .trim()
  return { seq, author, excerpt: [...line].slice(0, messageLimits.excerpt).join('') }
}

/** The beginning of a body without the marks of Markdown, for one line. */
export function plainly(excerpt: string): string {
  const plain = excerpt
    .replace(/```[\w+#.-]*/g, ' ')
    .replace(/!?\[([^\]]*)\]\([^)\s]*\)?/g, '$1')
    .replace(/(\*\*|__|~~|`)(?=\S)|(?<=\S)(\*\*|__|~~|`)/g, '')
    .replace(/(^|\s)(?:#{1,6}|>+|[-+*](?: \[[ xX]\])?) (?=\S)/g, '$1')
    .replace(/(?<![\p{L}\p{N}])[*_](?=\S)|(?<=\S)[*_](?![\p{L}\p{N}])/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
  return plain || excerpt
}
