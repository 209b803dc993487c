import { DoorOpen, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Departure } from '../../store/state.ts'
import { IconButton } from '../../ui/button.tsx'
import { useClient, useClientState, useMe } from '../session/use-client.ts'
import './departures.css'

/** Says above the conversation that is open which rooms ended elsewhere, how, and by whom. Stays until it is dismissed. */
export function Departures() {
  const { t } = useTranslation()
  const client = useClient()
  const me = useMe()
  const rooms = useClientState(({ snapshot }) => snapshot.rooms)
  const departures = useClientState(state => state.departures)
  const words = useDepartureWords()
  // What I did, I know; where I am again, nothing ended.
  const untold = departures.filter(({ roomId, by }) => by?.id !== me.id && !rooms[roomId])
  return (
    <div className="departures" role="status">
      {untold.map(departure => (
        <p key={departure.roomId} className="departure">
          <DoorOpen size={16} aria-hidden="true" />
          <span className="departure-words">{words(departure)}</span>
          <IconButton name={t('rooms.dismissEnd')} onClick={() => client.dismissDeparture(departure.roomId)}>
            <X size={15} aria-hidden="true" />
          </IconButton>
        </p>
      ))}
    </div>
  )
}

function useDepartureWords() {
  const { t } = useTranslation()
  return ({ roomName: room, reason, by }: Departure) =>
    by && (reason === 'removed' || reason === 'banned' || reason === 'deleted')
      ? t(`rooms.endedBy_${reason}`, { room, name: by.displayName })
      : t(`rooms.departed_${reason}`, { room })
}
