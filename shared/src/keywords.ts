/** Where a person's keywords stand in a body. Pure, so that what raises a notification is what the timeline highlights. */
import { blankCodeAndAddresses } from './mentions.ts'
import { findHits, type Hit, type SearchTerm, toTerm } from './search.match.ts'

/**
 * The stretches of a body that are keywords, in order, without regard to case, width and Unicode form. Keywords are whole
 * words; at a side where they are written in a script without spaces, or in Hangul, whose words take endings, more may follow.
 * Like mentions, they are not found in code and in addresses.
 */
export function findKeywords(body: string, keywords: readonly string[]): Hit[] {
  return keywords.length === 0 ? [] : findHits(blankCodeAndAddresses(body), termsOf(keywords))
}

export function hasKeyword(body: string, keywords: readonly string[]): boolean {
  return findKeywords(body, keywords).length > 0
}

/** The list is the same until the person changes it. */
const known = new WeakMap<readonly string[], SearchTerm[]>()

function termsOf(keywords: readonly string[]): SearchTerm[] {
  const terms = known.get(keywords) ?? keywords.map(keyword => toTerm(keyword, { isWhole: true }))
  known.set(keywords, terms)
  return terms
}
