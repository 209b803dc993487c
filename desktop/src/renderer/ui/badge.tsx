import { clsx } from 'clsx'
import { useTranslation } from 'react-i18next'
import './badge.css'

/** A count of what is unread. The loud one is for what was meant for this person alone. */
export function Badge({ count, isLoud }: { count: number; isLoud?: boolean }) {
  const { t, i18n } = useTranslation()
  if (count === 0) return null
  const shown = count > 999 ? '999+' : count.toLocaleString(i18n.language)
  return (
    <span className={clsx('badge count', isLoud && 'badge-loud')}>
      <span aria-hidden="true">{shown}</span>
      <span className="hidden-visually">{t('rooms.unread', { count })}</span>
    </span>
  )
}
