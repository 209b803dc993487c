import type { Room } from '@chatter/shared/rooms.ts'
import { X } from 'lucide-react'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useReturnFocus } from '../../lib/use-return-focus.ts'
import { IconButton } from '../../ui/button.tsx'
import { showPanel } from '../navigation/navigation.ts'
import { useNameOf, useRoomName } from '../rooms/room-name.ts'
import { useClientState, useMe } from '../session/use-client.ts'
import { completionsAt } from './completion.ts'
import { QueryField } from './query-field.tsx'
import { SearchHints } from './search-hints.tsx'
import { SearchResults } from './search-results.tsx'
import { type SearchScope, useSearch } from './search-state.ts'
import { readSearch, type Surroundings } from './search-words.ts'
import { useResults } from './use-results.ts'
import './search-panel.css'

/** Beside the conversation: what was searched for, and what was found. */
export function SearchPanel({ room }: { room: Room }) {
  const { t } = useTranslation()
  const { text, scope, order } = useSearch()
  const around = useSurroundings()
  useReturnFocus()
  const list = useRef<HTMLDivElement>(null)
  const { query, unknown } = useMemo(() => readSearch(text, around), [text, around])
  // What can still become something known is only being typed.
  const told = completionsAt(text, text.length, around).choices.length > 0 ? [] : unknown
  const isNarrowed = query.roomId !== undefined
  const asked = {
    ...query,
    ...(scope === 'room' && !isNarrowed && { roomId: room.id }),
    order,
  }
  const { results, loadMore, again } = useResults(asked)
  return (
    <aside
      className="side-panel search-panel"
      aria-label={t('search.search')}
      onKeyDown={event => event.key === 'Escape' && !event.defaultPrevented && showPanel(null)}
    >
      <div className="side-panel-bar search-bar">
        <QueryField
          around={around}
          onDown={() => list.current?.querySelector<HTMLElement>('.search-result')?.focus()}
        />
        <IconButton name={t('search.close')} onClick={() => showPanel(null)}>
          <X size={17} aria-hidden="true" />
        </IconButton>
      </div>
      <div className="search-choices">
        <Scope room={room} isNarrowed={isNarrowed} />
        <Order />
      </div>
      {told.map(({ filter, value }) => (
        <p key={filter + value} className="search-unknown" role="status">
          {t(`search.unknown_${filter}`, { value })}
        </p>
      ))}
      <div ref={list} className="side-panel-content">
        {results.is === 'none' ? (
          <SearchHints />
        ) : (
          <SearchResults
            results={results}
            words={query.query}
            isOneRoom={asked.roomId !== undefined}
            order={order}
            loadMore={loadMore}
            again={again}
          />
        )}
      </div>
    </aside>
  )
}

/** Renewed with each day, so that `today` stays true. */
function useSurroundings(): Surroundings {
  const me = useMe()
  const nameOf = useNameOf()
  const accounts = useClientState(({ snapshot }) => snapshot.accounts)
  const rooms = useClientState(({ snapshot }) => snapshot.rooms)
  const today = new Date().setHours(0, 0, 0, 0)
  return useMemo(
    () => ({ accounts: Object.values(accounts), rooms: Object.values(rooms), nameOf, me, now: today }),
    [accounts, rooms, nameOf, me, today],
  )
}

function Scope({ room, isNarrowed }: { room: Room; isNarrowed: boolean }) {
  const { t } = useTranslation()
  const name = useRoomName(room)
  const scope = useSearch(state => state.scope)
  const names: Record<SearchScope, string> = { room: name, everywhere: t('search.everywhere') }
  if (isNarrowed) return null
  return (
    <fieldset className="search-scope" aria-label={t('search.scope')}>
      {(['room', 'everywhere'] as const).map(each => (
        <button
          key={each}
          type="button"
          className="search-choice truncated"
          aria-pressed={scope === each}
          title={names[each]}
          onClick={() => useSearch.setState({ scope: each })}
        >
          {names[each]}
        </button>
      ))}
    </fieldset>
  )
}

function Order() {
  const { t } = useTranslation()
  const order = useSearch(state => state.order)
  const other = order === 'newest' ? 'best' : 'newest'
  return (
    <button
      type="button"
      className="search-order"
      aria-label={`${t('search.order')}: ${t(`search.${order}`)}`}
      onClick={() => useSearch.setState({ order: other })}
    >
      {t(`search.${order}`)}
    </button>
  )
}
