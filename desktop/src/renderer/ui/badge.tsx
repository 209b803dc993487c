import { clsx } from 'clsx'
import { AtSign } from 'lucide-react'
import { useWords } from '../lib/use-words.ts'
import './badge.css'

/** A count of what is unread. The loud one is for what was meant for this person alone. */
export function Badge({ count, isLoud }: { count: number; isLoud?: boolean }) {
  const { t } = useWords()
  const shown = shownCount(count)
  if (count === 0) return null
  return (
    <span className={clsx('badge count', isLoud && 'badge-loud')}>
      <span aria-hidden="true">{shown}</span>
      <span className="hidden-visually">{t('rooms.unread', { count })}</span>
    </span>
  )
}

/** How often this person was mentioned. */
export function MentionBadge({ count }: { count: number }) {
  const { t } = useWords()
  const shown = shownCount(count)
  if (count === 0) return null
  return (
    <span className="badge badge-loud badge-mention count">
      <AtSign size={11} strokeWidth={2.6} aria-hidden="true" />
      {count > 1 && <span aria-hidden="true">{shown}</span>}
      <span className="hidden-visually">{t('rooms.mentions', { count })}</span>
    </span>
  )
}

function shownCount(count: number): string {
  return count > 999 ? '999+' : String(count)
}
