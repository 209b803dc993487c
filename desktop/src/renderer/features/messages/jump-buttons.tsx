import { ArrowDown, ArrowUp } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '../../lib/use-words.ts'
import { goToRoom } from '../navigation/navigation.ts'
import { useMe } from '../session/use-client.ts'
import { useUnreadAbove } from './use-unread-above.ts'
import type { UnreadLine } from './use-unread-line.ts'
import type { View } from './view.ts'
import './jump-buttons.css'

type JumpProps = { view: View; unread: UnreadLine; goToLatest: () => void }

/** Ways to what is out of sight: new messages below, unread ones above. */
export function JumpButtons({ view, unread, goToLatest }: JumpProps) {
  const { t } = useWords()
  const { room, follow } = view
  const count = useNewBelow(view)
  const above = useUnreadAbove(view, unread)
  return (
    <>
      {above && (
        <button type="button" className="jump jump-up" onClick={() => goToRoom(room.id, above.seq)}>
          <ArrowUp size={15} aria-hidden="true" />
          {t('messages.unreadAbove', { count: above.count })}
        </button>
      )}
      {!follow.isAtEnd && count > 0 && (
        <button type="button" className="jump jump-down" onClick={goToLatest}>
          <ArrowDown size={15} aria-hidden="true" />
          {t('messages.newCount', { count })}
        </button>
      )}
      {!follow.isAtEnd && count === 0 && (
        <button
          type="button"
          className="jump jump-down jump-round"
          aria-label={t('messages.toLatest')}
          data-hint={t('messages.toLatest')}
          onClick={goToLatest}
        >
          <ArrowDown size={17} aria-hidden="true" />
        </button>
      )}
    </>
  )
}

/** Posts of others since the end of the room was last on screen. */
function useNewBelow({ room, timeline: { messages, hasAfter }, follow }: View): number {
  const me = useMe()
  const [seenUpTo, setSeenUpTo] = useState(room.lastSeq)
  if (follow.isAtEnd && seenUpTo !== room.lastSeq) setSeenUpTo(room.lastSeq)
  if (hasAfter) return room.unreadCount
  let count = 0
  for (let index = messages.length - 1; index >= 0 && messages[index]!.seq > seenUpTo; index--)
    if (messages[index]!.kind === 'post' && messages[index]!.author.id !== me.id) count++
  return count
}
