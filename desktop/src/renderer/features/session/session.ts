/** Whether an account is open on this device, and the ways in and out. */
import { create } from 'zustand'
import { type FoundServer, logIn, signUp } from '../../connection/server.ts'
import { emptyAccountStores } from '../../lib/account-store.ts'
import { mayKeepLastScreen } from '../../lib/last-screen.ts'
import type { Client } from '../../store/client.type.ts'
import {
  forgetSession,
  type KeptSession,
  keepSession,
  keptSession,
  recallServer,
  rememberEntry,
} from './last-session.ts'
import { createRevocations, type Revocations } from './revocations.ts'

type SessionState =
  | { is: 'starting' }
  /** `hasEnded` when the server refused the session that was open. */
  | { is: 'closed'; hasEnded: boolean }
  /** `token` ends the session at the server. */
  | { is: 'open'; client: Client; serverName: string; token: string }

export const useSession = create<SessionState>(() => ({ is: 'starting' }))

function show(state: SessionState) {
  useSession.setState(state, true)
  mayKeepLastScreen(state.is === 'open')
}

export type OpenClient = (session: KeptSession) => Client

let openClient: OpenClient
let device = ''
let revocations: Revocations

/** Goes on in the last session of this device, if there is one, and resolves when there is something to show. */
export async function setupSession(
  open: OpenClient,
  environment: { serverUrl: string | null; device: string },
): Promise<void> {
  openClient = open
  device = environment.device
  revocations = createRevocations(window.bridge)
  const serverUrl = environment.serverUrl ?? recallServer()
  const kept = serverUrl ? await keptSession(serverUrl) : null
  if (kept) await start(kept)
  else show({ is: 'closed', hasEnded: false })
}

/**
 * Logs in or signs up.
 * @throws ChatterError what the server refused
 */
export async function enter(
  { url: serverUrl, info }: FoundServer,
  door: 'logIn' | 'signUp',
  person: { username: string; displayName: string; password: string; code: string },
): Promise<void> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const { username, password, displayName, code } = person
  const credentials = { username, password, device, timeZone }
  const entered =
    door === 'logIn'
      ? await logIn(serverUrl, credentials)
      : await signUp(serverUrl, { ...credentials, displayName, code })
  const { account, session } = entered
  const kept = { serverUrl, serverName: info.name, account, sessionId: session.id, token: session.token }
  await keepSession(kept)
  await start(kept)
}

async function start(kept: KeptSession): Promise<void> {
  rememberEntry(kept)
  const client = openClient(kept)
  client.store.subscribe(({ connection }, before) => {
    if (connection === before.connection) return
    if (connection.state === 'refused' && connection.error.code === 'unauthenticated')
      void end(client, kept.serverUrl)
    if (connection.state === 'online') sendRevocations(kept.serverUrl)
  })
  await client.start()
  const { serverName, token } = kept
  show({ is: 'open', client, serverName, token })
}

/** Tells a server that can be reached of log-outs that it has not heard of. */
export function sendRevocations(serverUrl: string): void {
  revocations.send(serverUrl).catch(error => console.error('A log-out could not be told.', error))
}

/** The session was refused: by a log-out elsewhere, or by the server's owner. What is cached and written stays. */
async function end(client: Client, serverUrl: string): Promise<void> {
  const now = useSession.getState()
  if (now.is !== 'open' || now.client !== client) return
  leave({ hasEnded: true })
  await client.stop()
  await forgetSession(serverUrl)
}

/** Back to the door; what the page knows of the account goes once nothing shows it any more. */
function leave({ hasEnded }: { hasEnded: boolean }) {
  show({ is: 'closed', hasEnded })
  emptyAccountStores()
}

/** Ends the session, at the server as soon as it can be reached, and forgets on this device what belongs to the account. */
export async function logOut(): Promise<void> {
  const now = useSession.getState()
  if (now.is !== 'open') return
  leave({ hasEnded: false })
  const { serverUrl } = now.client.store.getState()
  await revocations.keep(serverUrl, now.token)
  await forgetSession(serverUrl)
  sendRevocations(serverUrl)
  await now.client.forget()
}
