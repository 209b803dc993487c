import { useTranslation } from 'react-i18next'
import type { Missing } from './use-target.ts'
import './missing-note.css'

/** Says that the message which was wanted is not there. It stands long enough to be read, and takes no place. */
export function MissingNote({ missing }: { missing: Missing | null }) {
  const { t } = useTranslation()
  return (
    <div className="missing-note" role="status">
      {missing && <p>{t(`messages.missing_${missing}`)}</p>}
    </div>
  )
}
