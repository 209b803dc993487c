import { useTranslation } from 'react-i18next'
import { dayName } from '../../lib/times.ts'
import { useNow } from '../../lib/use-now.ts'
import './lines.css'

/** Between the posts of two days. */
export function DayLine({ time }: { time: number }) {
  const { i18n } = useTranslation()
  const now = useNow(60_000)
  return (
    <h3 className="day-line">
      <span>{dayName(time, now, i18n.language)}</span>
    </h3>
  )
}

/** Above the first post that is unread. */
export function UnreadLine() {
  const { t } = useTranslation()
  return (
    <div className="unread-line">
      <span>{t('messages.unread')}</span>
    </div>
  )
}
