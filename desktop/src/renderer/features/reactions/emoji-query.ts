/** What is typed behind a `:`, and which emoji that may mean. Pure. */
import { type Emoji, findEmoji, pickEmoji } from './emoji-search.ts'

/** Most emoji that are offered at a time. */
const mostOffered = 8

/** A sign that begins a word: `12:30`, `https:` and `제목:본문` ask for none. */
const opening = /(?:^|[^\p{L}\p{M}\p{N}_:\\]):([\p{L}\p{N}+][\p{L}\p{M}\p{N}_+-]{0,39})$/u

/** One Latin letter or digit is more often a face, such as `:D` or `:3`. */
const face = /^[\p{sc=Latin}\p{N}+]$/u

/** What stands between the last `:` and the cursor; null when no emoji is being named. */
export function emojiQuery(before: string): string | null {
  const query = opening.exec(before.slice(-48))?.[1]
  return query === undefined || face.test(query) ? null : query
}

/** Which emoji the query may mean: those that were used lately first. */
export function offerEmoji(all: readonly Emoji[], query: string, recent: readonly string[]): Emoji[] {
  const found = findEmoji(all, query)
  const known = new Set(found)
  const lately = pickEmoji(all, recent).filter(emoji => known.has(emoji))
  return [...new Set([...lately, ...found])].slice(0, mostOffered)
}
