import type { Room } from '@chatter/shared/rooms.ts'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient, useClientState, useMe } from '../session/use-client.ts'
import { Confirm } from './confirm.tsx'
import { findHeir } from './member-rights.ts'
import { useRoomName } from './room-name.ts'

/** Asks before one leaves, and says what becomes of the room. */
export default function LeaveRoomDialog({ room }: { room: Room }) {
  const { t } = useTranslation()
  const client = useClient()
  const me = useMe()
  const name = useRoomName(room)
  const members = useClientState(({ snapshot }) => snapshot.members[room.id])
  const isOwner = room.role === 'owner'
  useEffect(() => {
    // Only to name who comes next; the question stands without it.
    if (isOwner) client.loadMembers(room.id).catch(() => {})
  }, [client, room.id, isOwner])
  const heir = isOwner && members ? findHeir(members, me.id) : undefined
  return (
    <Confirm
      title={t('rooms.leaveTitle', { name })}
      words={
        <>
          <p>{t(`rooms.${noteOf(room)}`)}</p>
          {heir && <p>{t('rooms.leaveOwnerNote', { heir: heir.account.displayName })}</p>}
          {isLast(room) && room.kind !== 'private' && <p>{t('rooms.leaveLastNote')}</p>}
        </>
      }
      action={t('rooms.leave')}
      isDangerous
      onConfirm={() => client.leaveRoom(room.id)}
    />
  )
}

function noteOf(room: Room) {
  if (room.kind !== 'private') return 'leaveNote'
  return isLast(room) ? 'leaveEndNote' : 'leavePrivateNote'
}

function isLast({ role, memberCount }: Room): boolean {
  return role === 'owner' && memberCount === 1
}
