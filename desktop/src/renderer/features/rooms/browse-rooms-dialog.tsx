import type { ErrorCode } from '@chatter/shared/errors.ts'
import type { PublicRoom } from '@chatter/shared/rooms.ts'
import { Plus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
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
import { usePublicRooms } from './use-public-rooms.ts'
import './list-dialog.css'

/** All public rooms, with how many are in them, and a way in. */
export default function BrowseRoomsDialog() {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [found, loadMore] = usePublicRooms(typed.trim())
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
          {found.cursor && <MoreRooms problem={found.problem} onSeen={loadMore} />}
        </ul>
      )}
    </Dialog>
  )
}

/** So far below what is on screen the next rooms are asked for. */
const ahead = '400px'

type MoreProps = { problem: ErrorCode | undefined; onSeen: () => void }

/** Stands below what is there while there is more, and asks for it when it comes into sight. */
function MoreRooms({ problem, onSeen }: MoreProps) {
  const { t } = useTranslation()
  const line = useRef<HTMLLIElement>(null)
  useEffect(() => {
    // Those who are told why it failed ask again by themselves.
    if (problem) return
    const { parentElement: root } = line.current!
    const see = (entries: IntersectionObserverEntry[]) => entries.at(-1)?.isIntersecting && onSeen()
    const observer = new IntersectionObserver(see, { root, rootMargin: ahead })
    observer.observe(line.current!)
    return () => observer.disconnect()
  }, [problem, onSeen])
  return (
    <li ref={line} className="list-note">
      {problem ? (
        <>
          <p role="alert">{t('rooms.browseFailed', { reason: t(`errors.${problem}`) })}</p>
          <Button size="small" onClick={onSeen}>
            {t('rooms.browseAgain')}
          </Button>
        </>
      ) : (
        <Spinner />
      )}
    </li>
  )
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
