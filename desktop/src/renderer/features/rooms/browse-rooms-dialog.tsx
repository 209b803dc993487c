import type { ErrorCode } from '@chatter/shared/errors.ts'
import type { PublicRoom } from '@chatter/shared/rooms.ts'
import { Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Tile } from '../../ui/tile.tsx'
import { errorCode } from '../errors/error-code.ts'
import { closeDialog, goToRoom, openDialog } from '../navigation/navigation.ts'
import { useClient, useClientState } from '../session/use-client.ts'
import { RoomIcon } from './room-icon.tsx'
import './list-dialog.css'

type Found = { is: 'loading' } | { is: 'loaded'; rooms: PublicRoom[] } | { is: 'failed'; code: ErrorCode }

/** All public rooms, with how many are in them, and a way in. */
export default function BrowseRoomsDialog() {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const found = useFound(typed.trim())
  const [problem, setProblem] = useState<{ name: string; code: ErrorCode } | null>(null)
  const create = () => openDialog({ kind: 'create-room', name: typed.trim() })
  return (
    <Dialog
      title={t('rooms.browse')}
      note={t('rooms.browseNote')}
      className="list-dialog dialog-tall"
      onClose={closeDialog}
      foot={
        <Button onClick={create}>
          <Plus size={15} aria-hidden="true" />
          {t('rooms.create')}
        </Button>
      }
    >
      <SearchField label={t('rooms.searchRooms')} value={typed} onText={setTyped} />
      {problem && (
        <p className="list-problem" role="alert">
          {t('rooms.joinFailed', { name: problem.name, reason: t(`errors.${problem.code}`) })}
        </p>
      )}
      {found.is === 'loading' && (
        <div className="list-note">
          <Spinner />
        </div>
      )}
      {found.is === 'failed' && (
        <p className="list-note" role="alert">
          {t('rooms.browseFailed', { reason: t(`errors.${found.code}`) })}
        </p>
      )}
      {found.is === 'loaded' && found.rooms.length === 0 && (
        <p className="list-note">
          {typed.trim() ? t('rooms.noRoomFound', { query: typed.trim() }) : t('rooms.noRooms')}
        </p>
      )}
      {found.is === 'loaded' && found.rooms.length > 0 && (
        <ul className="list-items" aria-label={t('rooms.browse')}>
          {found.rooms.map(room => (
            <PublicRoomItem key={room.id} room={room} onProblem={setProblem} />
          ))}
        </ul>
      )}
    </Dialog>
  )
}

/** What is on screen stays there until the next answer, so that nothing blinks while one types. */
function useFound(query: string): Found {
  const client = useClient()
  const [found, setFound] = useState<Found>({ is: 'loading' })
  useEffect(() => {
    let isCurrent = true
    const load = () =>
      client.browseRooms(query).then(
        rooms => isCurrent && setFound({ is: 'loaded', rooms }),
        failure => isCurrent && setFound({ is: 'failed', code: errorCode(failure) }),
      )
    const timer = setTimeout(load, query ? 150 : 0)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [client, query])
  return found
}

type ItemProps = { room: PublicRoom; onProblem: (problem: { name: string; code: ErrorCode } | null) => void }

function PublicRoomItem({ room, onProblem }: ItemProps) {
  const { t } = useTranslation()
  const client = useClient()
  const mine = useClientState(({ snapshot }) => snapshot.rooms[room.id])
  const [isBusy, setBusy] = useState(false)
  const isMember = mine !== undefined || room.isMember
  const name = room.name || t('rooms.lobby')
  const enter = () => {
    closeDialog()
    goToRoom(room.id)
  }
  const join = async () => {
    setBusy(true)
    onProblem(null)
    try {
      await client.joinRoom(room.id)
      enter()
    } catch (failure) {
      onProblem({ name, code: errorCode(failure) })
      setBusy(false)
    }
  }
  const facts = t('rooms.connected', { connected: room.connectedCount, count: room.memberCount })
  return (
    <li className="list-item">
      <Tile size={36}>
        <RoomIcon room={{ kind: 'public', ...mine }} size={18} />
      </Tile>
      <span className="list-item-words">
        <span className="list-item-name truncated" title={name}>
          {name}
        </span>
        <span className="list-item-note truncated" title={room.topic || room.description || undefined}>
          <span className="count">{facts}</span>
          {(room.topic || room.description) && ` · ${room.topic || room.description}`}
        </span>
      </span>
      {isMember ? (
        <Button size="small" look="quiet" aria-label={`${t('rooms.openNow')}: ${name}`} onClick={enter}>
          {t('rooms.openNow')}
        </Button>
      ) : (
        <Button size="small" isBusy={isBusy} aria-label={`${t('rooms.join')}: ${name}`} onClick={join}>
          {t('rooms.join')}
        </Button>
      )}
    </li>
  )
}
