import type { ErrorCode } from '@chatter/shared/errors.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { CalendarDays } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useEffect, useState } from 'react'
import { longDate } from '../../lib/times.ts'
import { useWords } from '../../lib/use-words.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { errorCode } from '../errors/error-code.ts'
import { goToRoom } from '../navigation/navigation.ts'
import { useClient } from '../session/use-client.ts'
import { useDateJump } from './date-jump-state.ts'
import { readDay, startOfDay, writeDay } from './search-words.ts'
import './search-panel.css'

const quickDays = { yesterday: 1, weekAgo: 7, monthAgo: 30, yearAgo: 365 } as const

/** Goes to what was written on a day, to the beginning, or to what is unread. */
export function DateJump({ room }: { room: Room }) {
  const { t } = useWords()
  const { isOpen } = useDateJump()
  // What was opened in a room is closed when it is left.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the room is what the effect is for
  useEffect(() => () => setOpen(false), [room.id])
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <IconButton name={t('search.jumpToDate')}>
          <CalendarDays size={17} aria-hidden="true" />
        </IconButton>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="date-jump"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t('search.jumpToDate')}
        >
          <Days room={room} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function setOpen(isOpen: boolean) {
  useDateJump.setState({ isOpen })
}

/** What can be chosen. Drawn only while it is open: going to a room does not wait for dates that nobody asked for. */
function Days({ room }: { room: Room }) {
  const { t, language } = useWords()
  const client = useClient()
  const [day, setDay] = useState('')
  const [problem, setProblem] = useState<ErrorCode | null>(null)
  const now = Date.now()
  const land = (seq: number) => {
    setOpen(false)
    goToRoom(room.id, seq)
  }
  const go = (timestamp: number | undefined) => {
    if (timestamp === undefined) return
    setProblem(null)
    client.findDate(room.id, timestamp).then(land, failure => setProblem(errorCode(failure)))
  }
  const unread = room.unreadCount > 0 ? client.firstUnread(room.id) : undefined
  return (
    <>
      <form
        className="date-jump-form"
        onSubmit={event => {
          event.preventDefault()
          go(readDay(day, now))
        }}
      >
        <input
          type="date"
          className="date-jump-input"
          aria-label={t('search.date')}
          lang={language}
          value={day}
          min={writeDay(room.createdAt)}
          max={writeDay(now)}
          onChange={event => setDay(event.currentTarget.value)}
        />
        <Button type="submit" look="strong">
          {t('search.go')}
        </Button>
      </form>
      {unread !== undefined && (
        <button type="button" className="date-jump-item" onClick={() => land(unread)}>
          {t('search.firstUnread')}
        </button>
      )}
      {(Object.keys(quickDays) as (keyof typeof quickDays)[])
        .filter(name => startOfDay(now, quickDays[name]) > room.createdAt)
        .map(name => {
          const start = startOfDay(now, quickDays[name])
          return (
            <button key={name} type="button" className="date-jump-item" onClick={() => go(start)}>
              {t(`search.${name}`)}
              <span>{longDate(start, language)}</span>
            </button>
          )
        })}
      <button type="button" className="date-jump-item" onClick={() => land(1)}>
        {t('search.beginning')}
        <span>{longDate(room.createdAt, language)}</span>
      </button>
      {problem && (
        <p className="date-jump-problem" role="alert">
          {t('search.jumpFailed', { reason: t(`errors.${problem}`) })}
        </p>
      )}
    </>
  )
}
