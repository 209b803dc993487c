import { dayName } from '../../lib/times.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/use-words.ts'
import './lines.css'

/** Between the posts of two days. */
export function DayLine({ time }: { time: number }) {
  const { language } = useWords()
  const now = useNow(60_000)
  return (
    <h3 className="day-line">
      <span>{dayName(time, now, language)}</span>
    </h3>
  )
}

/** Above the first post that is unread. */
export function UnreadLine() {
  const { t } = useWords()
  return (
    <div className="unread-line">
      <span>{t('messages.unread')}</span>
    </div>
  )
}
