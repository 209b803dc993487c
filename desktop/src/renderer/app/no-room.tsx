import { MessagesSquare } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ConnectionBanner } from '../features/connection/connection-banner.tsx'
import { useClientState } from '../features/session/use-client.ts'
import './no-room.css'

/** Before any room is known: nothing while they are fetched, and an explanation where there are none. */
export function NoRoom() {
  const { t } = useTranslation()
  const isSettled = useClientState(
    ({ isLoaded, connection }) =>
      isLoaded && (connection.state === 'online' || connection.state === 'offline'),
  )
  return (
    <>
      <ConnectionBanner />
      <div className="no-room">
        {isSettled && (
          <>
            <MessagesSquare size={40} strokeWidth={1.4} aria-hidden="true" />
            <h1>{t('rooms.nothingOpen')}</h1>
            <p>{t('rooms.nothingOpenNote')}</p>
          </>
        )}
      </div>
    </>
  )
}
