import type { Message } from '@chatter/shared/messages.ts'
import { clockTime, exactTime } from '../../lib/times.ts'
import { useWords } from '../../lib/use-words.ts'
import { isCounted } from './rows.ts'
import './notice.css'

/** Up to so many people are named; more are counted, and named on hovering. */
const mostNamed = 3
const mostHinted = 30

type NoticeProps = {
  message: Message
  /** The notices in a row that tell the same, of which `message` is the last. */
  run?: readonly Message[] | undefined
}

/** What the room tells about somebody: "Grace joined", "5 people joined". */
export function NoticeRow({ message, run = [message] }: NoticeProps) {
  const { t, language } = useWords()
  const { notice, createdAt, seq } = message
  if (!notice) return null
  const exact = exactTime(createdAt, language)
  const names = [...new Map(run.map(({ author }) => [author.id, author.displayName])).values()]
  const list = (some: string[]) => new Intl.ListFormat(language).format(some)
  const { type, text } = notice
  const isMany = names.length > mostNamed
  const words =
    isMany && isCounted(type)
      ? t(`messages.${type}Count`, { count: names.length })
      : type === 'topic_changed' && !text
        ? t('messages.topicCleared', { name: list(names) })
        : t(`messages.${type}`, { name: list(names), text: text ?? '' })
  const hint = isMany
    ? `${list(names.slice(0, mostHinted))}${names.length > mostHinted ? '…' : ''}`
    : undefined
  return (
    <article
      className="notice"
      tabIndex={-1}
      aria-label={`${words}, ${clockTime(createdAt, language)}`}
      data-seq={seq}
      data-focus-hint={hint ?? exact}
    >
      <span className="notice-words" data-hint={hint}>
        {words}
      </span>
      <time dateTime={new Date(createdAt).toISOString()} data-hint={exact}>
        {clockTime(createdAt, language)}
      </time>
    </article>
  )
}
