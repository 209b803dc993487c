/** People who post: each with the app's own client engine, its outbox and its cache, in memory. */
import type { Account } from '@chatter/shared/accounts.ts'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { createClient } from '../../desktop/src/renderer/store/client.ts'
import type { Client } from '../../desktop/src/renderer/store/client.type.ts'
import type { PendingPost } from '../../desktop/src/renderer/store/state.ts'
import type { Held, Posted } from './verdict.ts'

export type PostingPerson = {
  name: string
  client: Client
  posted: Posted[]
  /** Posts that left the outbox because the server has them, by clientId. */
  acknowledged: Set<string>
  /** What the server said of posts that it refused; it should refuse none. */
  refusals: string[]
  post(): void
  /** Whether everything is sent, and everything that the lobby has is here. */
  isSettled(lobbyRev: number): boolean
  /** The whole history of the lobby, as this person sees it when scrolling up to its start. */
  readHistory(): Promise<Held[]>
}

/** Signs somebody up and opens their app on the lobby. */
export async function startPerson(serverUrl: string, name: string): Promise<PostingPerson> {
  const { account, session } = await signUp(serverUrl, name)
  const client = createClient({
    serverUrl,
    account,
    token: session.token,
    sessionId: session.id,
    storage: { indexedDB: new IDBFactory(), IDBKeyRange },
  })
  await client.start()
  const lobbyId = await findLobby(client)
  await client.openRoom(lobbyId)
  const person = { posted: [] as Posted[], acknowledged: new Set<string>(), refusals: [] as string[] }
  watchOutbox(client, person)
  const timeline = () => client.store.getState().snapshot.timelines[lobbyId]

  return {
    ...person,
    name,
    client,
    post() {
      const number = person.posted.length
      const body = `${name}의 ${number}번째 글, post ${number} of ${name}`
      person.posted.push({ clientId: client.post(lobbyId, body), author: name, number, body })
    },
    isSettled(lobbyRev) {
      const { outbox, connection } = client.store.getState()
      return outbox.length === 0 && connection.state === 'online' && timeline()?.rev === lobbyRev
    },
    async readHistory() {
      while (timeline()?.hasBefore) await client.loadBefore(lobbyId)
      return (timeline()?.messages ?? []).map(({ seq, clientId, body }) => ({ seq, clientId, body }))
    },
  }
}

type NewSession = { account: Account; session: { id: number; token: string } }

async function signUp(serverUrl: string, name: string): Promise<NewSession> {
  const answer = await fetch(`${serverUrl}/api/v1/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: name, displayName: name, password: `${crypto.randomUUID()}!` }),
  })
  if (!answer.ok) throw new Error(`${name} could not sign up: ${await answer.text()}`)
  return (await answer.json()) as NewSession
}

function findLobby({ store }: Client): Promise<number> {
  return new Promise(resolve => {
    const look = () => {
      const { snapshot, connection } = store.getState()
      const lobby = Object.values(snapshot.rooms).find(room => room.lobby)
      if (!lobby || connection.state !== 'online') return
      stop()
      resolve(lobby.id)
    }
    const stop = store.subscribe(look)
    look()
  })
}

/** A post leaves the outbox in one way only here, as nobody discards: the server has it. */
function watchOutbox(
  { store, retry }: Client,
  { acknowledged, refusals }: Pick<PostingPerson, 'acknowledged' | 'refusals'>,
) {
  let known: readonly PendingPost[] = []
  store.subscribe(({ outbox }) => {
    if (outbox === known) return
    for (const clientId of gone(known, outbox)) acknowledged.add(clientId)
    known = outbox
    for (const { clientId, state } of outbox) {
      if (state === 'sending') continue
      refusals.push(`${state.failed.code}: ${state.failed.message}`)
      queueMicrotask(() => retry(clientId))
    }
  })
}

/** The posts that were in the outbox and are no more. Both are in the order of writing. */
function gone(before: readonly PendingPost[], after: readonly PendingPost[]): string[] {
  const left: string[] = []
  let at = 0
  for (const { clientId } of before) {
    if (after[at]?.clientId === clientId) at++
    else left.push(clientId)
  }
  return left
}
