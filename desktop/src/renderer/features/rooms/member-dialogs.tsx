import type { Account } from '@chatter/shared/accounts.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { useTranslation } from 'react-i18next'
import { useClient } from '../session/use-client.ts'
import { Confirm } from './confirm.tsx'
import { useRoomName } from './room-name.ts'

type MemberDialogProps = {
  act: 'remove-member' | 'ban-member' | 'hand-over'
  room: Room
  account: Account
}

/** Asks before somebody is removed or banned, and before a room is handed over. */
export default function MemberDialog({ act, room, account }: MemberDialogProps) {
  const { t } = useTranslation()
  const client = useClient()
  const names = { name: account.displayName, room: useRoomName(room) }
  if (act === 'remove-member')
    return (
      <Confirm
        title={t('rooms.removeTitle', names)}
        words={t(room.kind === 'public' ? 'rooms.removePublicNote' : 'rooms.removeNote')}
        action={t('rooms.removeAction')}
        isDangerous
        onConfirm={() => client.removeMember(room.id, account.id)}
      />
    )
  if (act === 'ban-member')
    return (
      <Confirm
        title={t('rooms.banTitle', names)}
        words={t('rooms.banNote')}
        action={t('rooms.banAction')}
        isDangerous
        onConfirm={() => client.banMember(room.id, account.id)}
      />
    )
  return (
    <Confirm
      title={t('rooms.handOverTitle', names)}
      words={t('rooms.handOverNote')}
      action={t('rooms.handOverAction')}
      onConfirm={() => client.changeRole(room.id, account.id, 'owner')}
    />
  )
}
