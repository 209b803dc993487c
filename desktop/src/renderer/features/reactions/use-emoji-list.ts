import { type RefObject, useMemo } from 'react'
import { useCompletion, useQuery } from '../completion/use-completion.ts'
import { emojiQuery, offerEmoji } from './emoji-query.ts'
import { type Emoji, inTone } from './emoji-search.ts'
import { noteEmoji, useRecentEmoji, useTone } from './recent-emoji.ts'
import { useEmoji } from './use-emoji.ts'

/** Offers emoji while a `:name` is being written. */
export function useEmojiList(input: RefObject<HTMLTextAreaElement | null>) {
  const asked = useQuery(input, emojiQuery)
  const { query } = asked
  const all = useEmoji(query !== null)
  const recent = useRecentEmoji()
  const tone = useTone()
  const offers = useMemo(
    () => (query === null || !all ? [] : offerEmoji(all, query, recent)),
    [all, query, recent],
  )
  return useCompletion<Emoji>(asked, offers, offer => {
    const emoji = inTone(offer, tone)
    noteEmoji(emoji)
    asked.answer(`${emoji} `)
  })
}
