import type { Room } from '@chatter/shared/rooms.ts'
import { useWords } from '../../lib/use-words.ts'
import { Spinner } from '../../ui/spinner.tsx'
import { DayLine, UnreadLine } from './lines.tsx'
import { NoticeRow } from './notice.tsx'
import { Post } from './post.tsx'
import { RoomStart } from './room-start.tsx'
import { Untold } from './untold.tsx'
import { type Entry, isStart } from './view.ts'

type EntryProps = {
  entry: Entry
  room: Room
  /** It was jumped to. */
  isLit: boolean
  /** The keys are at it. */
  isActive: boolean
  isNewestOfMine: boolean
  isSeen: boolean
}

export function TimelineEntry({ entry, room, isLit, isActive, isNewestOfMine, isSeen }: EntryProps) {
  if (isStart(entry))
    return entry.isUntold ? <Untold /> : entry.hasBefore ? <OlderMessages /> : <RoomStart room={room} />
  const { message, pending } = entry
  return (
    <div className="timeline-entry" data-key={entry.key}>
      {entry.day !== null && <DayLine time={entry.day} />}
      {entry.startsUnread && <UnreadLine />}
      {message?.kind === 'notice' ? (
        <NoticeRow message={message} run={entry.run} />
      ) : (
        <Post
          post={message ?? pending}
          isGrouped={entry.isGrouped}
          isLit={isLit}
          isMine={entry.isMine}
          isNewestOfMine={isNewestOfMine}
          isSeen={isSeen}
          isActive={isActive}
        />
      )}
    </div>
  )
}

function OlderMessages() {
  const { t } = useWords()
  return (
    <div className="timeline-older" role="status" aria-label={t('messages.loadingOlder')}>
      <Spinner />
    </div>
  )
}
