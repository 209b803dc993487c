import { HardDriveDownload } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useClientState } from '../session/use-client.ts'
import './connection-banner.css'

/** Says that this machine's disk does not take what is written, so that nobody relies on it. */
export function KeepingBanner() {
  const { t } = useTranslation()
  const keeping = useClientState(state => state.keeping)
  if (keeping === 'kept') return null
  return (
    <div className="connection-banner connection-banner-bad" role="alert">
      <HardDriveDownload size={16} aria-hidden="true" />
      <span className="connection-banner-words">{t(`connection.${keeping}`)}</span>
    </div>
  )
}
