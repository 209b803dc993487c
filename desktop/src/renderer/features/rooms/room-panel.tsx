import type { Room } from '@chatter/shared/rooms.ts'
import { LogOut, Pencil, Trash2, UserPlus } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { longDate } from '../../lib/times.ts'
import { Button } from '../../ui/button.tsx'
import { RoomFiles } from '../attachments/showing/room-files.tsx'
import { openDialog } from '../navigation/navigation.ts'
import { useClient, useClientState } from '../session/use-client.ts'
import { BanList } from './ban-list.tsx'
import { LevelChoice } from './level-choice.tsx'
import { MemberList } from './member-list.tsx'
import { canModerate } from './member-rights.ts'
import { PanelSection } from './panel-section.tsx'
import { PinList } from './pin-list.tsx'
import './room-panel.css'

/** What a room is about, how it is heard, what is pinned there, and who is in it. */
export function RoomPanel({ room }: { room: Room }) {
  const { t } = useTranslation()
  const isMany = !room.lobby
  return (
    <div className="room-panel">
      <About room={room} />
      <RoomWishes room={room} />
      <MemberList room={room} />
      {canModerate(room) && <BanList room={room} />}
      {isMany && (
        <section className="room-panel-end">
          <Button
            look="danger"
            size="small"
            onClick={() => openDialog({ kind: 'leave-room', roomId: room.id })}
          >
            <LogOut size={15} aria-hidden="true" />
            {t('rooms.leave')}
          </Button>
          {room.role === 'owner' && (
            <Button
              look="danger"
              size="small"
              onClick={() => openDialog({ kind: 'delete-room', roomId: room.id })}
            >
              <Trash2 size={15} aria-hidden="true" />
              {t('rooms.delete')}
            </Button>
          )}
        </section>
      )}
    </div>
  )
}

/** What concerns rooms of many and conversations alike. */
export function RoomWishes({ room }: { room: Room }) {
  const { t } = useTranslation()
  return (
    <>
      <PanelSection title={t('rooms.notifications')}>
        <LevelChoice room={room} />
      </PanelSection>
      <PinList room={room} />
      <RoomFiles room={room} />
    </>
  )
}

function About({ room }: { room: Room }) {
  const { t, i18n } = useTranslation()
  const { topic, description, createdAt, lobby } = room
  const creator = useCreator(room)
  const date = longDate(createdAt, i18n.language)
  return (
    <section className="room-panel-about">
      <h3 className="hidden-visually">{t('rooms.about')}</h3>
      {topic && <p className="room-panel-topic">{topic}</p>}
      {description && <p className="room-panel-description">{description}</p>}
      <p className="room-panel-note">
        {creator ? t('rooms.createdBy', { name: creator, date }) : t('rooms.createdOn', { date })}
        {room.announcement && ` · ${t('rooms.announcement')}`}
      </p>
      {!lobby && (
        <div className="room-panel-actions">
          <Button size="small" onClick={() => openDialog({ kind: 'invite', roomId: room.id })}>
            <UserPlus size={15} aria-hidden="true" />
            {t('rooms.invite')}
          </Button>
          {canModerate(room) && (
            <Button size="small" onClick={() => openDialog({ kind: 'edit-room', roomId: room.id })}>
              <Pencil size={14} aria-hidden="true" />
              {t('rooms.edit')}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}

/** Who made the room; they may have left it long ago. */
function useCreator({ createdBy }: Room): string | undefined {
  const client = useClient()
  const known = useClientState(({ snapshot }) =>
    createdBy === null ? undefined : snapshot.accounts[createdBy]?.displayName,
  )
  useEffect(() => {
    // The date alone is told until they are found.
    if (createdBy !== null && known === undefined) client.findAccount(createdBy).catch(() => {})
  }, [client, createdBy, known])
  return known
}
