import type { Quote } from '@chatter/shared/messages.ts'
import { CornerUpRight } from 'lucide-react'
import { useWords } from '../../lib/use-words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { useTabIndex } from '../markdown/tab-stops.ts'
import { goToRoom } from '../navigation/navigation.ts'
import { plainly } from './quotes.ts'
import './quote.css'

/** The message that a post replies to, as it is now. A click goes to it. */
export function QuoteLine({ roomId, quote }: { roomId: number; quote: Quote }) {
  const { t } = useWords()
  const { author, excerpt, isDeleted, seq } = quote
  return (
    <button
      type="button"
      className="quote"
      tabIndex={useTabIndex()}
      aria-label={t('messages.goToOriginal', { name: author.displayName })}
      onClick={() => goToRoom(roomId, seq)}
    >
      <CornerUpRight size={14} aria-hidden="true" className="quote-mark" />
      <Avatar account={author} size={18} />
      <strong className="quote-author truncated">{author.displayName}</strong>
      {isDeleted ? (
        <em className="quote-words truncated">{t('messages.deleted')}</em>
      ) : (
        <span className="quote-words truncated" dir="auto">
          {plainly(excerpt)}
        </span>
      )}
    </button>
  )
}
