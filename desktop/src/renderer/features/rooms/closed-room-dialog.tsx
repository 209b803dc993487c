import type { ErrorCode } from '@chatter/shared/errors.ts'
import type { PublicRoom } from '@chatter/shared/rooms.ts'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Question } from '../../ui/dialog.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { errorCode } from '../errors/error-code.ts'
import { closeDialog, goToRoom, type Place } from '../navigation/navigation.ts'
import { useClient } from '../session/use-client.ts'
import { Confirm } from './confirm.tsx'

type Found =
  | { is: 'looked for' }
  | { is: 'open'; room: PublicRoom }
  | { is: 'closed' }
  | { is: 'unknown'; code: ErrorCode }

/** A link leads to a room that I am not in: a public one can be joined on the spot. */
export default function ClosedRoomDialog({ place }: { place: Place }) {
  const { t } = useTranslation()
  const client = useClient()
  const found = useFound(place.roomId)
  if (found.is !== 'open')
    return (
      <Question title={t('rooms.closedTitle')} words={<ClosedWords found={found} />} onClose={closeDialog}>
        <div className="question-actions">
          <Button onClick={closeDialog}>{t('app.closeDialog')}</Button>
        </div>
      </Question>
    )
  const { name, topic, description, memberCount, connectedCount } = found.room
  return (
    <Confirm
      title={t('rooms.joinTitle', { name })}
      words={
        <>
          <p>{t('rooms.joinNote')}</p>
          {(topic || description) && <p dir="auto">{topic || description}</p>}
          <p>{t('rooms.connected', { connected: connectedCount, count: memberCount })}</p>
        </>
      }
      action={t('rooms.join')}
      onConfirm={async () => {
        await client.joinRoom(place.roomId)
        goToRoom(place.roomId, place.seq)
      }}
    />
  )
}

function ClosedWords({ found }: { found: Exclude<Found, { is: 'open' }> }) {
  const { t } = useTranslation()
  if (found.is === 'looked for') return <Spinner />
  if (found.is === 'closed') return <p>{t('rooms.closedNote')}</p>
  return <p role="alert">{t('rooms.closedUnknown', { reason: t(`errors.${found.code}`) })}</p>
}

function useFound(roomId: number): Found {
  const client = useClient()
  const [found, setFound] = useState<Found>({ is: 'looked for' })
  useEffect(() => {
    let isCurrent = true
    client.findPublicRoom(roomId).then(
      room => isCurrent && setFound(room ? { is: 'open', room } : { is: 'closed' }),
      failure => isCurrent && setFound({ is: 'unknown', code: errorCode(failure) }),
    )
    return () => {
      isCurrent = false
    }
  }, [client, roomId])
  return found
}
