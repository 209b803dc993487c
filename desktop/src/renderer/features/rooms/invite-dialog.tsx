import type { Account } from '@chatter/shared/accounts.ts'
import type { ErrorCode } from '@chatter/shared/errors.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { Check } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { errorCode } from '../errors/error-code.ts'
import { closeDialog } from '../navigation/navigation.ts'
import { isActive } from '../people/active.ts'
import { listPeople } from '../people/people-order.ts'
import { useClient, useClientState, useMe } from '../session/use-client.ts'
import { useRoomName } from './room-name.ts'
import './list-dialog.css'

/** More are found by searching. */
const longest = 100

/** Brings people into a room. */
export default function InviteDialog({ room }: { room: Room }) {
  const { t, i18n } = useTranslation()
  const client = useClient()
  const me = useMe()
  const name = useRoomName(room)
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<{ name: string; code: ErrorCode } | null>(null)
  const accounts = useClientState(({ snapshot }) => snapshot.accounts)
  const presences = useClientState(({ snapshot }) => snapshot.presences)
  const rooms = useClientState(({ snapshot }) => snapshot.rooms)
  const members = useClientState(({ snapshot }) => snapshot.members[room.id])
  const inside = useMemo(() => new Set(members?.map(({ account }) => account.id)), [members])
  const people = useMemo(
    () =>
      listPeople({ accounts, presences, rooms }, me, typed, i18n.language)
        .filter(({ account }) => isActive(account))
        .slice(0, longest),
    [accounts, presences, rooms, me, typed, i18n.language],
  )
  useEffect(() => {
    // Without an answer all can still be invited: doing it twice changes nothing.
    client.loadMembers(room.id).catch(() => {})
  }, [client, room.id])
  useEffect(() => {
    const timer = setTimeout(() => client.findPeople(typed.trim()).catch(() => {}), typed ? 200 : 0)
    return () => clearTimeout(timer)
  }, [client, typed])
  return (
    <Dialog
      title={t('rooms.inviteTo', { name })}
      note={t('rooms.inviteNote')}
      className="list-dialog dialog-tall"
      onClose={closeDialog}
    >
      <SearchField label={t('rooms.searchPeople')} value={typed} onText={setTyped} />
      {problem && (
        <p className="list-problem" role="alert">
          {t('rooms.inviteFailed', { name: problem.name, reason: t(`errors.${problem.code}`) })}
        </p>
      )}
      {people.length === 0 && <p className="list-note">{t('rooms.nobodyFound', { query: typed.trim() })}</p>}
      <ul className="list-items" aria-label={t('rooms.invite')}>
        {people.map(({ account }) => (
          <InviteItem
            key={account.id}
            room={room}
            account={account}
            isInside={inside.has(account.id)}
            onProblem={setProblem}
          />
        ))}
      </ul>
    </Dialog>
  )
}

type ItemProps = {
  room: Room
  account: Account
  isInside: boolean
  onProblem: (problem: { name: string; code: ErrorCode } | null) => void
}

function InviteItem({ room, account, isInside, onProblem }: ItemProps) {
  const { t } = useTranslation()
  const client = useClient()
  const [state, setState] = useState<'idle' | 'busy' | 'invited'>('idle')
  const invite = async () => {
    setState('busy')
    onProblem(null)
    try {
      await client.addMember(room.id, account.id)
      setState('invited')
    } catch (failure) {
      onProblem({ name: account.displayName, code: errorCode(failure) })
      setState('idle')
    }
  }
  return (
    <li className="list-item">
      <Avatar account={account} size={36} />
      <span className="list-item-words">
        <span className="list-item-name truncated" title={account.displayName}>
          {account.displayName}
        </span>
        <span className="list-item-note truncated">@{account.username}</span>
      </span>
      {state === 'invited' || isInside ? (
        <span className="list-done" role="status">
          {state === 'invited' && <Check size={14} aria-hidden="true" />}
          {t(state === 'invited' ? 'rooms.invited' : 'rooms.inside')}
        </span>
      ) : (
        <Button
          size="small"
          isBusy={state === 'busy'}
          aria-label={`${t('rooms.inviteAction')}: ${account.displayName}`}
          onClick={invite}
        >
          {t('rooms.inviteAction')}
        </Button>
      )}
    </li>
  )
}
