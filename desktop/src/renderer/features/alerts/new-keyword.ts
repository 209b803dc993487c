/** What is wrong with a keyword that is to be added. Pure. */
import { keywordLimits, parseKeywords } from '@chatter/shared/alerts.ts'

export type KeywordMistake = 'keywordUnseen' | 'keywordTooLong' | 'keywordKnown' | 'keywordsFull'

/** The list with one more, or why it cannot be had. */
export function withKeyword(keywords: readonly string[], typed: string): string[] | KeywordMistake {
  if (keywords.length >= keywordLimits.count) return 'keywordsFull'
  if ([...typed.trim().normalize('NFC')].length > keywordLimits.length) return 'keywordTooLong'
  try {
    const more = parseKeywords([...keywords, typed])
    return more.length > keywords.length ? more : 'keywordKnown'
  } catch {
    return 'keywordUnseen'
  }
}
