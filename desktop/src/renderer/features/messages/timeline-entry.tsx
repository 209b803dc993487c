import type { Room } from '@chatter/shared/rooms.ts'
import { useTranslation } from 'react-i18next'
import { Spinner } from '../../ui/spinner.tsx'
import { DayLine, UnreadLine } from './lines.tsx'
import { NoticeRow } from './notice.tsx'
import { Post } from './post.tsx'
import { RoomStart } from './room-start.tsx'
import type { Entry } from './view.ts'

type EntryProps = {
  entry: Entry
  room: Room
  /** The seq of the message that was jumped to. */
  lit: number | null
  isActive: boolean
}

export function TimelineEntry({ entry, room, lit, isActive }: EntryProps) {
  if (!entry.row) return entry.hasBefore ? <OlderMessages /> : <RoomStart room={room} />
  const { row, isMine, isNewestOfMine, isSeen } = entry
  const { message, pending } = row
  return (
    <div className="timeline-entry" data-key={row.key}>
      {row.day !== null && <DayLine time={row.day} />}
      {row.startsUnread && <UnreadLine />}
      {message?.kind === 'notice' ? (
        <NoticeRow message={message} run={row.run} />
      ) : (
        <Post
          post={message ?? pending}
          isGrouped={row.isGrouped}
          isLit={message !== undefined && lit === message.seq}
          isMine={isMine}
          isNewestOfMine={isNewestOfMine}
          isSeen={isSeen}
          isActive={isActive}
        />
      )}
    </div>
  )
}

function OlderMessages() {
  const { t } = useTranslation()
  return (
    <div className="timeline-older" role="status" aria-label={t('messages.loadingOlder')}>
      <Spinner />
    </div>
  )
}
