import type { Message } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { excerptAround } from '@chatter/shared/search.match.ts'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { linesOf } from '../../lib/file-words.ts'
import { clockTime, longDate } from '../../lib/times.ts'
import { Spinner } from '../../ui/spinner.tsx'
import { plainly } from '../messages/quotes.ts'
import { goToRoom } from '../navigation/navigation.ts'
import { useClient, useClientState } from '../session/use-client.ts'
import { PanelSection } from './panel-section.tsx'

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

/** Asked for when they are not known; news keep them from then on. */
function usePins({ id }: Room): readonly Message[] | 'loading' | 'failed' {
  const client = useClient()
  const pins = useClientState(state => state.pins[id])
  const [hasFailed, setFailed] = useState(false)
  const isOnline = useClientState(({ connection }) => connection.state === 'online')
  const isKnown = pins !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: what failed is asked again on the next connection
  useEffect(() => {
    if (isKnown) return
    let isCurrent = true
    client.loadPins(id).then(
      () => isCurrent && setFailed(false),
      () => isCurrent && setFailed(true),
    )
    return () => {
      isCurrent = false
    }
  }, [client, id, isKnown, isOnline])
  return pins ?? (hasFailed ? 'failed' : 'loading')
}

function PinItem({ message }: { message: Message }) {
  const { t, i18n } = useTranslation()
  const { roomId, seq, createdAt, pinned } = message
  const author = useClientState(({ snapshot }) => snapshot.accounts[message.author.id]) ?? message.author
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
          {excerptAround(plainly(linesOf(message)), [], 240).text}
        </span>
        {pinned && (
          <span className="pin-by truncated">{t('rooms.pinnedBy', { name: pinned.by.displayName })}</span>
        )}
      </button>
    </li>
  )
}
