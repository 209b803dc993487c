import type { Message } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { excerptAround } from '@chatter/shared/search.match.ts'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { linesOf } from '../../lib/file-words.ts'
import { clockTime, longDate } from '../../lib/times.ts'
import { Spinner } from '../../ui/spinner.tsx'
import { goToRoom } from '../navigation/navigation.ts'
import { useClient, useClientState } from '../session/use-client.ts'
import { PanelSection } from './panel-section.tsx'

type Pins = readonly Message[] | 'loading' | 'failed'

/** What everybody in the room should find again. A click goes there. */
export function PinList({ room }: { room: Room }) {
  const { t } = useTranslation()
  const pins = usePins(room)
  return (
    <PanelSection title={t('rooms.pinned')}>
      {pins === 'loading' && <Spinner />}
      {pins === 'failed' && <p className="room-panel-note">{t('rooms.pinsFailed')}</p>}
      {typeof pins === 'object' && pins.length === 0 && (
        <p className="room-panel-note">{t('rooms.noPins')}</p>
      )}
      {typeof pins === 'object' && pins.length > 0 && (
        <ul className="pins" aria-label={t('rooms.pinned')}>
          {pins.map(message => (
            <PinItem key={message.seq} message={message} />
          ))}
        </ul>
      )}
    </PanelSection>
  )
}

/** Asked for again when a pin on screen comes or goes, and when the connection is back. */
function usePins({ id }: Room): Pins {
  const client = useClient()
  const [pins, setPins] = useState<Pins>('loading')
  const seen = useClientState(({ snapshot }) =>
    (snapshot.timelines[id]?.messages ?? [])
      .filter(({ pinned }) => pinned)
      .map(({ seq, rev }) => `${seq}@${rev}`)
      .join(),
  )
  const isOnline = useClientState(({ connection }) => connection.state === 'online')
  // biome-ignore lint/correctness/useExhaustiveDependencies: what makes the list old
  useEffect(() => {
    let isCurrent = true
    client.listPins(id).then(
      found => isCurrent && setPins(found),
      () => isCurrent && setPins(before => (typeof before === 'object' ? before : 'failed')),
    )
    return () => {
      isCurrent = false
    }
  }, [client, id, seen, isOnline])
  return pins
}

function PinItem({ message }: { message: Message }) {
  const { t, i18n } = useTranslation()
  const { roomId, seq, author, createdAt, pinned } = message
  return (
    <li>
      <button type="button" className="pin" onClick={() => goToRoom(roomId, seq)}>
        <span className="pin-head">
          <span className="pin-author truncated">{author.displayName}</span>
          <time className="pin-time" title={clockTime(createdAt, i18n.language)}>
            {longDate(createdAt, i18n.language)}
          </time>
        </span>
        <span className="pin-body" dir="auto">
          {excerptAround(linesOf(message), [], 240).text}
        </span>
        {pinned && (
          <span className="pin-by truncated">{t('rooms.pinnedBy', { name: pinned.by.displayName })}</span>
        )}
      </button>
    </li>
  )
}
