import type { Member, Room } from '@chatter/shared/rooms.ts'
import { Ban, Crown, MessageCircle, ShieldCheck, ShieldMinus, UserMinus, UserRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MenuEntry } from '../../ui/menu.tsx'
import { openDialog, showPanel } from '../navigation/navigation.ts'
import { isActive } from '../people/active.ts'
import { useOpenDirect, useOpensDirect } from '../people/use-open-direct.ts'
import { useClient, useMe } from '../session/use-client.ts'
import { mayChangeRole, mayRemove } from './member-rights.ts'
import { setQuietly } from './use-room-menu.ts'

/** What I may do with somebody in a room. */
export function useMemberMenu(room: Room, { account, role }: Member): MenuEntry[] {
  const { t } = useTranslation()
  const client = useClient()
  const me = useMe()
  const [openDirect] = useOpenDirect()
  const opensDirect = useOpensDirect(account)
  const { id: accountId } = account
  const isMe = accountId === me.id
  const ask = (kind: 'remove-member' | 'ban-member' | 'hand-over') => () =>
    openDialog({ kind, roomId: room.id, accountId })
  const setRole = (role: 'moderator' | 'member') => () =>
    setQuietly(client.changeRole(room.id, accountId, role))
  const canRank = mayChangeRole(room) && !isMe && isActive(account)
  const canRemove = mayRemove(room, role) && !isMe
  return [
    {
      name: t('rooms.profile'),
      Icon: UserRound,
      onChoose: () => showPanel({ kind: 'person', accountId }),
    },
    ...(isMe || !opensDirect
      ? []
      : [{ name: t('rooms.message'), Icon: MessageCircle, onChoose: () => openDirect(accountId) }]),
    ...(canRank
      ? [
          'line' as const,
          role === 'moderator'
            ? { name: t('rooms.makeMember'), Icon: ShieldMinus, onChoose: setRole('member') }
            : { name: t('rooms.makeModerator'), Icon: ShieldCheck, onChoose: setRole('moderator') },
          { name: t('rooms.handOver'), Icon: Crown, onChoose: ask('hand-over') },
        ]
      : []),
    ...(canRemove
      ? [
          'line' as const,
          { name: t('rooms.remove'), Icon: UserMinus, isDangerous: true, onChoose: ask('remove-member') },
          { name: t('rooms.ban'), Icon: Ban, isDangerous: true, onChoose: ask('ban-member') },
        ]
      : []),
  ]
}
