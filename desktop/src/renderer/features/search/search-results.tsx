import type { Message } from '@chatter/shared/messages.ts'
import { excerptAround, findHits, parseTerms, type SearchTerm } from '@chatter/shared/search.match.ts'
import { Paperclip, SearchX, WifiOff } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { linesOf } from '../../lib/file-words.ts'
import { clockTime, dayName, dayOf, longDate } from '../../lib/times.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { MarkedText } from '../../ui/marked-text.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { plainly } from '../messages/quotes.ts'
import { goToRoom } from '../navigation/navigation.ts'
import { useRoomName } from '../rooms/room-name.ts'
import { useClientState } from '../session/use-client.ts'
import { useSearch } from './search-state.ts'
import type { Results } from './use-results.ts'

/** How much of a message is shown around what was found, in characters. */
const excerptLength = 220

type ResultsProps = {
  results: Exclude<Results, { is: 'none' }>
  /** What was searched for, without filters. */
  words: string
  isOneRoom: boolean
  order: 'newest' | 'best'
  loadMore: () => Promise<void>
  again: () => void
}

export function SearchResults({ results, words, isOneRoom, order, loadMore, again }: ResultsProps) {
  const { t } = useTranslation()
  const terms = useMemo(() => parseTerms(words), [words])
  if (results.is === 'loading')
    return (
      <div className="search-note" role="status">
        <Spinner />
      </div>
    )
  if (results.is === 'failed')
    return (
      <div className="search-note" role="alert">
        <p>{t('search.failed', { reason: t(`errors.${results.code}`) })}</p>
        <Button size="small" onClick={again}>
          {t('search.again')}
        </Button>
      </div>
    )
  const { messages, cursor, isOffline, more } = results
  /** A page may be empty and not be the last one: then the search goes on. */
  const isStillEmpty = messages.length === 0 && cursor !== null
  return (
    <>
      {isOffline && (
        <p className="search-offline" role="status">
          <WifiOff size={15} aria-hidden="true" />
          {t('search.offline')}
        </p>
      )}
      <p className="hidden-visually" role="status">
        {!isStillEmpty && t(cursor ? 'search.foundMore' : 'search.found', { count: messages.length })}
      </p>
      {messages.length === 0 && cursor === null && (
        <div className="search-note">
          <SearchX size={28} strokeWidth={1.5} aria-hidden="true" />
          <p className="search-nothing">{t('search.nothing')}</p>
          <p>{t(isOffline ? 'search.nothingOffline' : 'search.nothingHint')}</p>
        </div>
      )}
      {messages.length > 0 && (
        <ResultList messages={messages} terms={terms} isOneRoom={isOneRoom} order={order} />
      )}
      {more === 'failed' && (
        <div className="search-note" role="alert">
          <p>{t('search.moreFailed')}</p>
          <Button size="small" onClick={loadMore}>
            {t('search.again')}
          </Button>
        </div>
      )}
      {cursor !== null && more !== 'failed' && <MoreResults key={cursor} onSeen={loadMore} />}
    </>
  )
}

type ListProps = Pick<ResultsProps, 'isOneRoom' | 'order'> & {
  messages: readonly Message[]
  terms: readonly SearchTerm[]
}

/** The newest are grouped by day; the best stand in their own order, each with its date. */
function ResultList({ messages, terms, isOneRoom, order }: ListProps) {
  const { t, i18n } = useTranslation()
  const now = Date.now()
  const startsDay = (index: number) => {
    const before = messages[index - 1]
    return order === 'newest' && (!before || dayOf(before.createdAt) !== dayOf(messages[index]!.createdAt))
  }
  return (
    <ul className="search-list" aria-label={t('search.results')} onKeyDown={moveFocus}>
      {messages.map((message, index) => (
        <li key={`${message.roomId}/${message.seq}`}>
          {startsDay(index) && (
            <h3 className="search-day">{dayName(message.createdAt, now, i18n.language)}</h3>
          )}
          <ResultItem message={message} terms={terms} isOneRoom={isOneRoom} hasDate={order === 'best'} />
        </li>
      ))}
    </ul>
  )
}

type ItemProps = {
  message: Message
  terms: readonly SearchTerm[]
  isOneRoom: boolean
  hasDate: boolean
}

function ResultItem({ message, terms, isOneRoom, hasDate }: ItemProps) {
  const { i18n } = useTranslation()
  const { roomId, seq, author, createdAt } = message
  const body = useMemo(() => shownWords(linesOf(message), terms), [message, terms])
  const room = useClientState(({ snapshot }) => snapshot.rooms[roomId])
  const roomName = useRoomName(room)
  const isLooked = useSearch(({ looked }) => looked?.roomId === roomId && looked.seq === seq)
  const excerpt = useMemo(() => excerptAround(body, findHits(body, terms), excerptLength), [body, terms])
  const open = () => {
    useSearch.setState({ looked: { roomId, seq } })
    goToRoom(roomId, seq)
  }
  return (
    <button type="button" className="search-result" aria-current={isLooked || undefined} onClick={open}>
      <Avatar account={author} size={28} />
      <span className="search-result-words">
        <span className="search-result-head">
          <span className="search-result-author truncated">{author.displayName}</span>
          {!isOneRoom && <span className="search-result-room truncated">{roomName}</span>}
          <time className="search-result-time">
            {hasDate ? longDate(createdAt, i18n.language) : clockTime(createdAt, i18n.language)}
          </time>
        </span>
        <span className="search-result-body" dir="auto">
          {excerpt.isCutBefore && '… '}
          <MarkedText text={excerpt.text} ranges={excerpt.hits} />
          {excerpt.isCutAfter && ' …'}
        </span>
        <FoundFiles message={message} terms={terms} />
      </span>
    </button>
  )
}

/** Without the marks of Markdown, unless something was found in them. */
function shownWords(words: string, terms: readonly SearchTerm[]): string {
  const plain = plainly(words)
  return findHits(plain, terms).length < findHits(words, terms).length ? words : plain
}

/** The files in whose names something was found, where the words do not name them already. */
function FoundFiles({ message: { body, attachments = [] }, terms }: Pick<ItemProps, 'message' | 'terms'>) {
  const found = attachments.flatMap(({ id, name }) => {
    const hits = body ? findHits(name, terms) : []
    return hits.length > 0 ? [{ id, name, hits }] : []
  })
  return found.map(({ id, name, hits }) => (
    <span key={id} className="search-result-file">
      <Paperclip size={13} aria-hidden="true" />
      <span dir="auto">
        <MarkedText text={name} ranges={hits} />
      </span>
    </span>
  ))
}

/** Loads the next page when it comes near. */
function MoreResults({ onSeen }: { onSeen: () => Promise<void> }) {
  const mark = useRef<HTMLDivElement>(null)
  const latest = useRef(onSeen)
  latest.current = onSeen
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && void latest.current(), {
      rootMargin: '600px',
    })
    if (mark.current) observer.observe(mark.current)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={mark} className="search-note">
      <Spinner />
    </div>
  )
}

/** Arrow keys walk through the results, and from the first one back to the field. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>) {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0 || event.altKey) return
  const results = [...event.currentTarget.querySelectorAll<HTMLElement>('.search-result')]
  const at = results.indexOf(document.activeElement as HTMLElement) + step
  if (at < 0) useSearch.setState(({ focuses }) => ({ focuses: focuses + 1 }))
  else results[at]?.focus()
  event.preventDefault()
}
