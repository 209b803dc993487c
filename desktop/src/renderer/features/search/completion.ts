/** What could be meant by the word under the cursor. Pure. */
import { toKeys } from '../../lib/korean.ts'
import { rankNames } from '../../lib/name-match.ts'
import {
  type Filter,
  featureAliases,
  type features,
  filterAliases,
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
      name: keyof typeof knownDays
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
  const { filter } = token
  const choices = filter ? valuesOf({ ...token, filter }, around) : filtersOf(token)
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
  const names: [string, Filter][] = [
    ...filters.map((filter): [string, Filter] => [filter, filter]),
    ...Object.entries(filterAliases),
  ]
  return names
    .filter(([name]) => begins(name, value))
    .map(([name, filter]) => ({ is: 'filter', filter, insert: `${name}:` }))
}

/** Whether a word begins as it is typed: also in the middle of a syllable. */
function begins(word: string, typed: string): boolean {
  return toKeys(word).startsWith(toKeys(typed))
}

/** What the filter can mean, written behind its name as that stands there. */
function valuesOf({ text, filter, value }: Token & { filter: Filter }, around: Surroundings): Completion[] {
  const name = text.slice(0, text.indexOf(':'))
  if (filter === 'from') return people(name, value.replace(/^@/, ''), around)
  if (filter === 'in') return rooms(name, value.replace(/^[#@]/, ''), around)
  return filter === 'has' ? featuresOf(name, value) : days(name, value, around.now)
}

function people(filter: string, typed: string, { accounts }: Surroundings): Completion[] {
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
    insert: writeFilter(filter, username),
  }))
}

function rooms(filter: string, typed: string, { rooms, nameOf }: Surroundings): Completion[] {
  const found = rankNames(rooms, typed, room => [nameOf(room), room.peer?.username ?? ''], undefined, longest)
  return found.map(({ item }) => ({
    is: 'room',
    id: item.id,
    name: nameOf(item),
    insert: writeFilter(filter, item.peer ? `@${item.peer.username}` : nameOf(item)),
  }))
}

/** In Korean behind a filter that is, as far as nothing else was begun. */
function featuresOf(filter: string, typed: string): Completion[] {
  return Object.entries(featureAliases).flatMap(([korean, name]): Completion[] => {
    const words = filter in filterAliases ? [korean, name] : [name, korean]
    const word = words.find(word => begins(word, typed))
    return word ? [{ is: 'feature', name, insert: writeFilter(filter, word) }] : []
  })
}

/** How many days ago each is, and how it is called. */
const knownDays = {
  today: [0, 'today', '오늘'],
  yesterday: [1, 'yesterday', '어제'],
  dayBefore: [2, 'day before', '그제'],
  weekAgo: [7, 'week', '일주일'],
  monthAgo: [30, 'month', '한달'],
  yearAgo: [365, 'year', '일년'],
} as const

function days(filter: string, typed: string, now: number): Completion[] {
  return (Object.keys(knownDays) as (keyof typeof knownDays)[]).flatMap((name): Completion[] => {
    const [ago, ...words] = knownDays[name]
    const note = writeDay(startOfDay(now, ago))
    const isMeant = note.startsWith(typed) || words.some(word => begins(word, typed))
    return isMeant ? [{ is: 'day', name, note, insert: writeFilter(filter, note) }] : []
  })
}
