import type { Message } from '@chatter/shared/messages.ts'
import { findHits, type SearchTerm, searchedText } from '@chatter/shared/search.match.ts'

const month = 30 * 24 * 3_600_000

/**
 * Best first: what holds the terms often, close together, and was written lately. Each of the three counts for up to one;
 * of equals the newer comes first, as they were.
 */
export function rankBest(messages: readonly Message[], terms: readonly SearchTerm[], now: number): Message[] {
  return messages
    .map(message => ({ message, score: scoreOf(message, terms, now) }))
    .sort((a, b) => b.score - a.score)
    .map(({ message }) => message)
}

function scoreOf(message: Message, terms: readonly SearchTerm[], now: number): number {
  const lately = 1 / (1 + Math.max(0, now - message.createdAt) / month)
  const hits = findHits(searchedText(message), terms)
  if (hits.length === 0) return lately
  const often = Math.min(hits.length, 5) / 5
  const apart = closestSpan(hits, terms.length) - terms.reduce((sum, { text }) => sum + text.length, 0)
  return lately + often + 1 / (1 + Math.max(0, apart) / 40)
}

/** Over how many code units as many hits in a row stretch as there are terms, at least. */
function closestSpan(hits: readonly { start: number; end: number }[], count: number): number {
  const many = Math.min(count, hits.length)
  return Math.min(...hits.slice(many - 1).map(({ end }, n) => end - hits[n]!.start))
}
