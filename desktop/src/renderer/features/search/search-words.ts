/** What is typed into the search, read: plain words, and words that narrow the search such as `from:grace`. Pure. */
import { type Account, usernameKey } from '@chatter/shared/accounts.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import type { SearchedFeature, SearchQuery } from '@chatter/shared/search.ts'

export const filters = ['from', 'in', 'before', 'after', 'has'] as const
export type Filter = (typeof filters)[number]

export const features = [
  'link',
  'code',
  'mention',
  'reaction',
  'pin',
  'file',
] as const satisfies SearchedFeature[]

/** How each filter may be written beside its own name. */
export const filterAliases: Readonly<Record<string, Filter>> = {
  보낸사람: 'from',
  작성자: 'from',
  대화방: 'in',
  이전: 'before',
  이후: 'after',
  포함: 'has',
}

export const featureAliases: Readonly<Record<string, SearchedFeature>> = {
  링크: 'link',
  코드: 'code',
  멘션: 'mention',
  반응: 'reaction',
  고정: 'pin',
  파일: 'file',
}

/** A word as it stands in the text. A filter's value is without its quotes. */
export type Token = { start: number; end: number; text: string; filter?: Filter; value: string }

const tokenPattern = /([\p{L}]+):(?:"([^"]*)"?|(\S*))|"[^"]*"?|\S+/gu

export function readTokens(text: string): Token[] {
  return [...text.normalize('NFC').matchAll(tokenPattern)].map(
    ({ 0: whole, 1: name, 2: quoted, 3: plain, index }) => {
      const filter = name === undefined ? undefined : toFilter(name)
      const place = { start: index, end: index + whole.length, text: whole }
      return filter ? { ...place, filter, value: quoted ?? plain ?? '' } : { ...place, value: whole }
    },
  )
}

function toFilter(name: string): Filter | undefined {
  return filters.find(filter => filter === name.toLowerCase()) ?? filterAliases[name]
}

/** What names mean on this device. */
export type Surroundings = {
  accounts: readonly Account[]
  rooms: readonly Room[]
  nameOf: (room: Room) => string
  me: Account
  /** Milliseconds of this machine's clock. */
  now: number
}

export type ReadSearch = {
  query: SearchQuery
  /** Filters whose value means nothing here. Those without a value are still being typed, and are left out. */
  unknown: { filter: Filter; value: string }[]
}

/** The query that the text asks for. Of a filter that is named twice, the last one counts. */
export function readSearch(text: string, around: Surroundings): ReadSearch {
  const tokens = readTokens(text)
  const words = tokens.filter(({ filter }) => !filter).map(token => token.text)
  const read: ReadSearch = { query: { query: words.join(' ') }, unknown: [] }
  for (const { filter, value } of tokens) {
    if (!filter || value === '') continue
    const narrowed = narrow(filter, value, around)
    if (narrowed) Object.assign(read.query, narrowed)
    else read.unknown.push({ filter, value })
  }
  return read
}

/** Whether there is anything to search for. */
export function isEmptySearch({ query, from, before, after, has }: SearchQuery): boolean {
  return query === '' && !from && !has && before === undefined && after === undefined
}

function narrow(filter: Filter, value: string, around: Surroundings): Partial<SearchQuery> | undefined {
  if (filter === 'from') {
    const account = findAccount(value, around)
    return account && { from: account.id }
  }
  if (filter === 'in') {
    const room = findRoom(value, around)
    return room && { roomId: room.id }
  }
  if (filter === 'has') {
    const has = features.find(feature => feature === value.toLowerCase()) ?? featureAliases[value]
    return has && { has }
  }
  const day = readDay(value, around.now)
  return day === undefined ? undefined : { [filter]: day }
}

function findAccount(value: string, { accounts, me }: Surroundings): Account | undefined {
  const name = value.replace(/^@/, '')
  if (name === 'me' || name === '나') return me
  const key = usernameKey(name)
  return (
    accounts.find(({ username }) => usernameKey(username) === key) ??
    accounts.find(({ displayName }) => usernameKey(displayName) === key)
  )
}

function findRoom(value: string, around: Surroundings): Room | undefined {
  const { rooms, nameOf } = around
  if (value.startsWith('@')) {
    const account = findAccount(value, around)
    return rooms.find(({ peer }) => peer !== null && peer.id === account?.id)
  }
  const key = usernameKey(value.replace(/^#/, ''))
  return rooms.find(room => usernameKey(nameOf(room)) === key)
}

const dayNames: Record<string, number> = { today: 0, 오늘: 0, yesterday: 1, 어제: 1, 그제: 2 }

/** The first moment of a day, here: `2026-01-31`, `2026.1.31`, `today`, `어제`. */
export function readDay(value: string, now: number): number | undefined {
  const ago = dayNames[value.toLowerCase()]
  if (ago !== undefined) return startOfDay(now, ago)
  const [, year, month, day] = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})\.?$/.exec(value) ?? []
  if (!year) return undefined
  const date = new Date(Number(year), Number(month) - 1, Number(day))
  const isReal = date.getMonth() === Number(month) - 1 && date.getDate() === Number(day)
  return isReal ? date.getTime() : undefined
}

/** @param ago how many days before */
export function startOfDay(now: number, ago = 0): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - ago).getTime()
}

/** A day as it is typed: `2026-01-31`. */
export function writeDay(time: number): string {
  const date = new Date(time)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** A filter with its value, as it is typed. @param name its own, or another by which it is known */
export function writeFilter(name: string, value: string): string {
  return /\s/.test(value) ? `${name}:"${value}"` : `${name}:${value}`
}
