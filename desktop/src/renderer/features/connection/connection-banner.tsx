import { CloudOff, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { useClient, useClientState } from '../session/use-client.ts'
import { useStanding } from './use-standing.ts'
import './connection-banner.css'

/** Says calmly above the conversation that the server cannot be reached, and that nothing is lost. */
export function ConnectionBanner() {
  const { t } = useTranslation()
  const client = useClient()
  const waiting = useClientState(({ outbox }) => outbox.filter(post => post.state === 'sending').length)
  const isKept = useClientState(({ keeping }) => keeping === 'kept')
  const { state, refusal, isTrying } = useStanding()
  const note = isKept ? 'connection.offlineNote' : 'connection.offlineUnkept'
  if (state === 'offline')
    return (
      <div className="connection-banner">
        <CloudOff size={16} aria-hidden="true" />
        <span className="connection-banner-words">
          {waiting > 0 ? t('connection.waiting', { count: waiting }) : t(note)}
        </span>
        <Button size="small" isBusy={isTrying} onClick={() => client.reconnect()}>
          {t('connection.tryNow')}
        </Button>
      </div>
    )
  if (refusal && refusal.code !== 'unauthenticated')
    return (
      <div className="connection-banner connection-banner-bad">
        <TriangleAlert size={16} aria-hidden="true" />
        <span className="connection-banner-words">
          {t(refusal.code === 'protocol_unsupported' ? 'connection.unsupported' : 'connection.refused')}
        </span>
        <Button size="small" isBusy={isTrying} onClick={() => client.reconnect()}>
          {t('connection.tryNow')}
        </Button>
      </div>
    )
  return null
}
