/** What could be meant by the word under the cursor. Pure. */
import { rankNames } from '../../lib/name-match.ts'
import {
  type Filter,
  features,
  filters,
  readTokens,
  type Surroundings,
  startOfDay,
  type Token,
  writeDay,
  writeFilter,
} from './search-words.ts'

export type Completion =
  | { is: 'filter'; filter: Filter; insert: string }
  | { is: 'person'; id: number; name: string; note: string; insert: string }
  | { is: 'room'; id: number; name: string; insert: string }
  | {
      is: 'day'
      name: 'today' | 'yesterday' | 'weekAgo' | 'monthAgo' | 'yearAgo'
      note: string
      insert: string
    }
  | { is: 'feature'; name: (typeof features)[number]; insert: string }

/** The stretch of the text that a completion replaces, and the choices, the likeliest first. */
export type Completions = { start: number; end: number; choices: Completion[] }

const longest = 7

/** @param caret where the cursor is, in UTF-16 code units */
export function completionsAt(text: string, caret: number, around: Surroundings): Completions {
  const token = readTokens(text).find(({ start, end }) => start < caret && caret <= end)
  if (!token) return { start: caret, end: caret, choices: [] }
  const choices = token.filter ? valuesOf(token.filter, token.value, around) : filtersOf(token)
  const isDone = choices.length === 1 && choices[0]!.insert === token.text
  return { start: token.start, end: token.end, choices: isDone ? [] : choices.slice(0, longest) }
}

/** The text with a completion in it, and where the cursor is then. */
export function complete(text: string, { start, end }: Completions, { insert, is }: Completion) {
  const inserted = is === 'filter' ? insert : `${insert} `
  const rest = is === 'filter' ? text.slice(end) : text.slice(end).trimStart()
  return { text: text.slice(0, start) + inserted + rest, caret: start + inserted.length }
}

function filtersOf({ value }: Token): Completion[] {
  if (value.length < 2) return []
  return filters
    .filter(filter => filter.startsWith(value.toLowerCase()))
    .map(filter => ({ is: 'filter', filter, insert: `${filter}:` }))
}

function valuesOf(filter: Filter, value: string, around: Surroundings): Completion[] {
  if (filter === 'from') return people(value.replace(/^@/, ''), around)
  if (filter === 'in') return rooms(value.replace(/^[#@]/, ''), around)
  if (filter === 'has')
    return features
      .filter(feature => feature.startsWith(value.toLowerCase()))
      .map(name => ({ is: 'feature', name, insert: `has:${name}` }))
  return days(filter, value, around.now)
}

function people(typed: string, { accounts }: Surroundings): Completion[] {
  const found = rankNames(
    accounts,
    typed,
    ({ displayName, username }) => [displayName, username],
    undefined,
    longest,
  )
  return found.map(({ item: { id, displayName, username } }) => ({
    is: 'person',
    id,
    name: displayName,
    note: `@${username}`,
    insert: writeFilter('from', username),
  }))
}

function rooms(typed: string, { rooms, nameOf }: Surroundings): Completion[] {
  const found = rankNames(rooms, typed, room => [nameOf(room), room.peer?.username ?? ''], undefined, longest)
  return found.map(({ item }) => ({
    is: 'room',
    id: item.id,
    name: nameOf(item),
    insert: writeFilter('in', item.peer ? `@${item.peer.username}` : nameOf(item)),
  }))
}

function days(filter: 'before' | 'after', typed: string, now: number): Completion[] {
  const known = { today: 0, yesterday: 1, weekAgo: 7, monthAgo: 30, yearAgo: 365 } as const
  return (Object.keys(known) as (keyof typeof known)[])
    .map(name => ({ name, note: writeDay(startOfDay(now, known[name])) }))
    .filter(({ name, note }) => note.startsWith(typed) || name.startsWith(typed.toLowerCase()))
    .map(day => ({ is: 'day', ...day, insert: `${filter}:${day.note}` }))
}
