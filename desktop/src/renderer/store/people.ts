/** People and how they are: found by name, watched while on screen, and asked for anew after each connection. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import { namedPresenceLimit, type Presence, type WatchedPresence } from '@chatter/shared/presence.ts'
import type { CallAnswer, CallName, CallRequest } from '@chatter/shared/protocol.ts'
import type { AccountList } from '@chatter/shared/rooms.ts'
import type { Api } from '../connection/api.ts'
import type { Known } from './known.ts'

/** People per request, and most that are loaded at once: more are found by typing their name. */
const pageSize = 500
const most = 1_000

/** Most people that can be watched, as the protocol says, and how long changes of who is on screen gather. */
const mostWatched = 500
const gatherTime = 150

export type PeopleOptions = {
  known: Known
  api: Pick<Api, 'findPeople' | 'readMe'>
  call: <Name extends CallName>(name: Name, request: CallRequest<Name>) => Promise<CallAnswer<Name>>
  isConnected: () => boolean
}

export function createPeople({ known, api, call, isConnected }: PeopleOptions) {
  /** What each list on screen shows. */
  const watches = new Set<readonly number[]>()
  /** Whom the server knows to be watched on this connection, as one text. */
  let told = ''
  let isAway = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function find(query: string, count = most): Promise<Account[]> {
    const newer = hearNewer()
    try {
      const { accounts, presences } = await fetchAll(query, count)
      known.foldAccounts(accounts.filter(({ id }) => !newer.accounts.has(id)))
      foldPresences(presences.filter(({ accountId }) => !newer.presences.has(accountId)))
      return accounts.map(account => known.read().accounts[account.id] ?? account)
    } finally {
      newer.stop()
    }
  }

  async function fetchAll(query: string, count: number) {
    const accounts: Account[] = []
    const presences: Presence[] = []
    let page: AccountList
    do {
      page = await api.findPeople({ query, after: accounts.at(-1)?.id, limit: Math.min(count, pageSize) })
      accounts.push(...page.accounts)
      presences.push(...page.presences)
    } while (page.hasAfter && page.accounts.length > 0 && accounts.length < count)
    return { accounts, presences }
  }

  /** Who is told about while an answer is on its way: the answer may be older than that. */
  function hearNewer() {
    const accounts = new Set<number>()
    const presences = new Set<number>()
    const stop = known.listen(event => {
      if (event.name === 'account:changed') accounts.add(event.payload.account.id)
      if (event.name === 'presence:changed')
        for (const { accountId } of event.payload.presences) presences.add(accountId)
    })
    return { accounts, presences, stop }
  }

  function foldPresences(presences: readonly Presence[]) {
    if (presences.length === 0) return
    const fresh = Object.fromEntries(presences.map(presence => [presence.accountId, presence]))
    known.change(snapshot => ({ ...snapshot, presences: { ...snapshot.presences, ...fresh } }))
  }

  async function tellWatched() {
    clearTimeout(timer)
    timer = undefined
    const accountIds = watchedPeople()
    if (!isConnected() || accountIds.join() === told) return
    told = accountIds.join()
    const answer: WatchedPresence | undefined = await call('presence:watch', { accountIds }).catch(ignore)
    if (answer) foldPresences(answer.presences)
  }

  function watchedPeople(): number[] {
    const all = new Set([...watches].flat())
    return [...all].slice(0, mostWatched).sort((a, b) => a - b)
  }

  /** Lists come and go, and people move in them: what is on screen a moment later is told at once. */
  function tellSoon() {
    timer ??= setTimeout(tellWatched, gatherTime)
  }

  function tellAway() {
    if (isConnected()) call('presence:set', { state: isAway ? 'away' : 'online' }).catch(ignore)
  }

  return {
    /** People whose name fits; without a connection, those among the known ones. */
    async find(query: string): Promise<Account[]> {
      try {
        return await find(query)
      } catch (error) {
        if (error instanceof ChatterError && error.code === 'unavailable') return knownPeople(known, query)
        throw error
      }
    },
    /** Hears how these people are until the returned function is called. */
    watch(accountIds: readonly number[]): () => void {
      // A copy of its own: two lists may show the same people.
      const watch = [...accountIds]
      watches.add(watch)
      tellSoon()
      return () => {
        watches.delete(watch)
        tellSoon()
      }
    },
    setAway(away: boolean) {
      if (away === isAway) return
      isAway = away
      tellAway()
    },
    /** After a connection: the server forgot what this device told, and people changed meanwhile. */
    async resume() {
      if (isAway) tellAway()
      told = ''
      void tellWatched()
      // On a large server, each client asks for the people that it shows, not for everybody.
      const people = await find('', namedPresenceLimit).catch(ignore)
      const me = known.read().me
      if (people && me && !people.some(({ id }) => id === me.id))
        await api.readMe().then(({ account }) => known.foldAccounts([account]), ignore)
    },
    stop: () => clearTimeout(timer),
  }
}

function knownPeople(known: Known, query: string): Account[] {
  const wanted = fold(query.trim())
  return Object.values(known.read().accounts)
    .filter(
      ({ username, displayName }) => fold(username).includes(wanted) || fold(displayName).includes(wanted),
    )
    .sort((a, b) => a.id - b.id)
}

function fold(name: string): string {
  return name.normalize('NFKC').toLocaleLowerCase()
}

/** These are repeated with the next connection; nobody waits for them. */
function ignore(error: unknown): undefined {
  if (!(error instanceof ChatterError)) throw error
}
