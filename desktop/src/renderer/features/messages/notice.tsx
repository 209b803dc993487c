import type { Message } from '@chatter/shared/messages.ts'
import { useTranslation } from 'react-i18next'
import { clockTime, exactTime } from '../../lib/times.ts'
import './notice.css'

/** What the room tells about somebody: "Grace joined". */
export function NoticeRow({ message: { notice, author, createdAt, seq } }: { message: Message }) {
  const { t, i18n } = useTranslation()
  if (!notice) return null
  const exact = exactTime(createdAt, i18n.language)
  return (
    <article className="notice" tabIndex={-1} data-seq={seq} data-focus-hint={exact}>
      <span className="notice-words">
        {t(`messages.${notice.type}`, { name: author.displayName, text: notice.text ?? '' })}
      </span>
      <time dateTime={new Date(createdAt).toISOString()} data-hint={exact}>
        {clockTime(createdAt, i18n.language)}
      </time>
    </article>
  )
}
