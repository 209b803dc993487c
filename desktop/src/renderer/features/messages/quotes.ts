/** What a reply says of the message that it answers. Pure. */
import { type Message, messageLimits, type Quote } from '@chatter/shared/messages.ts'
import { linesOf } from '../../lib/file-words.ts'

/** So many characters call a post by its words. */
const longestName = 100

/** The message as a reply quotes it until the server says how. */
export function quoteOf(message: Message): Quote {
  const { seq, author } = message
  const line = linesOf(message)
    .slice(0, messageLimits.excerpt * 4)
    .replace(/\s+/gu, ' ')
    .trim()
  return { seq, author, excerpt: [...line].slice(0, messageLimits.excerpt).join('') }
}

/** What a post is called where it cannot be seen: its first words, else its files. */
export function beginningOf(post: Parameters<typeof linesOf>[0]): string {
  const words = [...plainly(linesOf(post).slice(0, longestName * 4))]
  return words.length > longestName ? `${words.slice(0, longestName).join('')}…` : words.join('')
}

/** The beginning of a body without the marks of Markdown, for one line. */
export function plainly(excerpt: string): string {
  const plain = excerpt
    .replace(/```[\w+#.-]*/g, ' ')
    .replace(/!?\[([^[\]]*)\]\([^)\s]*\)?/g, '$1')
    .replace(/(\*\*|__|~~|`)(?=\S)|(?<=\S)(\*\*|__|~~|`)/g, '')
    .replace(/(^|\s)(?:#{1,6}|>+|[-+*](?: \[[ xX]\])?) (?=\S)/g, '$1')
    .replace(/(?<![\p{L}\p{N}])[*_](?=\S)|(?<=\S)[*_](?![\p{L}\p{N}])/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
  return plain || excerpt
}
