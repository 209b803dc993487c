import type { Room } from '@chatter/shared/rooms.ts'
import { clsx } from 'clsx'
import { BellOff, PencilLine } from 'lucide-react'
import { type ComponentProps, forwardRef, memo } from 'react'
import { useWords } from '../../lib/use-words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge, MentionBadge } from '../../ui/badge.tsx'
import { ContextMenu } from '../../ui/menu.tsx'
import { chooseFiles } from '../attachments/sending/choose-files.ts'
import { useFileDrop } from '../attachments/sending/use-file-drop.ts'
import { mayPost } from '../messages/post-rights.ts'
import { goToRoom, useNavigation } from '../navigation/navigation.ts'
import { PresenceDot } from '../presence/presence-dot.tsx'
import { presenceName, usePresence } from '../presence/use-presence.ts'
import { useClient, useClientState } from '../session/use-client.ts'
import { RoomIcon } from './room-icon.tsx'
import { useRoomName } from './room-name.ts'
import { asksForAttention } from './sidebar-sections.ts'
import { useRoomMenu } from './use-room-menu.ts'

type ItemProps = ComponentProps<'button'> & { room: Room }

/** One line of the side bar: a room of many, or a person with whom I talk. */
export const RoomItem = memo(function RoomItem({ room, ...rest }: ItemProps) {
  const { t } = useWords()
  const entries = useRoomMenu(room)
  return (
    <ContextMenu label={t('rooms.sectionMenu', { section: useRoomName(room) })} entries={entries}>
      <RoomButton room={room} {...rest} />
    </ContextMenu>
  )
})

const RoomButton = forwardRef<HTMLButtonElement, ItemProps>(function RoomButton({ room, ...rest }, ref) {
  const { t } = useWords()
  const name = useRoomName(room)
  const isOpen = useNavigation(({ roomId }) => roomId === room.id)
  const hasDraft =
    useClientState(({ drafts, trays }) => Boolean(drafts[room.id]?.text.trim() || trays[room.id])) && !isOpen
  const client = useClient()
  const { isOver, listeners } = useFileDrop(chosen => {
    goToRoom(room.id)
    if (mayPost(room)) void chooseFiles(client, room.id, chosen)
  })
  const isMuted = room.level === 'muted'
  const presence = usePresence(room.peer?.id ?? 0)
  return (
    <button
      ref={ref}
      type="button"
      {...rest}
      {...listeners}
      className={clsx(
        'sidebar-item',
        room.peer && 'person-item',
        asksForAttention(room) && 'sidebar-item-unread',
        isMuted && 'sidebar-item-muted',
        isOver && 'sidebar-item-drop',
      )}
      aria-label={name}
      aria-description={useDescription(room)}
      aria-current={isOpen ? 'page' : undefined}
      data-presence={room.peer ? presence.state : undefined}
      title={name}
      onClick={() => goToRoom(room.id)}
    >
      {room.peer ? (
        <Avatar account={room.peer} size={28}>
          <PresenceDot {...presence} />
        </Avatar>
      ) : (
        <span className="sidebar-item-picture">
          <RoomIcon room={room} size={16} />
        </span>
      )}
      <span className="person-item-name truncated">{name}</span>
      <span className="sidebar-item-end">
        {hasDraft && <PencilLine size={13} aria-label={t('rooms.draft')} />}
        {isMuted ? (
          <BellOff size={13} aria-label={t('rooms.muted')} />
        ) : (
          <>
            {!room.peer && <MentionBadge count={room.mentionCount} />}
            {(room.peer || room.mentionCount < room.unreadCount) && (
              <Badge count={room.unreadCount} isLoud={room.peer !== null} />
            )}
          </>
        )}
      </span>
    </button>
  )
})

/** Read after the name, because a name alone is what people look for. */
function useDescription(room: Room): string | undefined {
  const { t } = useWords()
  const presence = usePresence(room.peer?.id ?? 0)
  const isMuted = room.level === 'muted'
  const words = [
    room.peer && presenceName(presence, t),
    isMuted && t('rooms.muted'),
    !isMuted && room.mentionCount > 0 && t('rooms.mentions', { count: room.mentionCount }),
    !isMuted && room.unreadCount > 0 && t('rooms.unread', { count: room.unreadCount }),
  ]
  return words.filter(Boolean).join(', ') || undefined
}
