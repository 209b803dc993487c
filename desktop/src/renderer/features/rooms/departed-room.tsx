import { DoorOpen } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Departure } from '../../store/state.ts'
import { Button } from '../../ui/button.tsx'
import { goToRoom } from '../navigation/navigation.ts'
import { useClient, useClientState } from '../session/use-client.ts'
import { LostDraftCard } from './lost-drafts.tsx'
import { findLobby } from './room-order.ts'
import './departed-room.css'

/** Stands where a room was that ended while one was in it: what happened, by whom, and what one was writing. */
export function DepartedRoom({ departure }: { departure: Departure }) {
  const { t } = useTranslation()
  const lobby = useClientState(({ snapshot }) => findLobby(snapshot.rooms)?.id)
  const lost = useClientState(({ lostDrafts }) => lostDrafts.find(each => each.roomId === departure.roomId))
  const { roomId, roomName, reason, by } = departure
  const client = useClient()
  // Seen here, it is not told once more in the room where one goes from here.
  useEffect(() => () => client.dismissDeparture(roomId), [client, roomId])
  return (
    <section className="departed" aria-live="polite">
      <DoorOpen size={36} strokeWidth={1.4} aria-hidden="true" />
      <h1 className="departed-title">{t(`rooms.departed_${reason}`, { room: roomName })}</h1>
      <p className="departed-words">
        {by ? t('rooms.departedBy', { name: by.displayName }) : t('rooms.departedNote')}
      </p>
      {lost && <LostDraftCard lost={lost} title={t('rooms.unsent')} />}
      {lobby !== undefined && (
        <Button look="strong" autoFocus onClick={() => goToRoom(lobby)}>
          {t('rooms.toLobby')}
        </Button>
      )}
    </section>
  )
}
