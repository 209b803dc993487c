import { gistOf, type Message, messageLimits, type Quote } from '@chatter/shared/messages.ts'

/** The message as those quote it who reply to it. */
export function quoteOf(message: Message): Quote {
  const { seq, author, deletedAt } = message
  return deletedAt
    ? { seq, author, excerpt: '', isDeleted: true }
    : { seq, author, excerpt: excerptOf(gistOf(message)) }
}

/** Whether both say the same. Names are as they were when the quote was made. */
export function isSameQuote(one: Quote | undefined, other: Quote): boolean {
  return one?.excerpt === other.excerpt && one.isDeleted === other.isDeleted
}

/** The beginning of a body on one line. */
export function excerptOf(body: string): string {
  // Far more than is needed, so that a long body is not gone through.
  const line = body
    .slice(0, messageLimits.excerpt * 10)
    .replace(/\s+/gu, ' ')
    .trim()
  const characters = [...line]
  if (characters.length <= messageLimits.excerpt) return line
  return characters.slice(0, messageLimits.excerpt).join('').trimEnd()
}
