/** Where this device was last: what the log-in screen starts with, and what is opened without asking. */
import type { Account } from '@chatter/shared/accounts.ts'
import { recall, remember } from '../../lib/storage.ts'
import type { Owner } from '../../store/database.ts'

/** What has to be kept to go on in a session. Lives in the system's keychain, under the server's URL. */
export type KeptSession = {
  serverUrl: string
  /** How people call the server. */
  serverName: string
  account: Account
  sessionId: number
  token: string
}

export const recallServer = () => recall('server') ?? ''
export const recallUsername = () => recall('username') ?? ''

/** Whose session was open last, and where; undefined when it was ended. */
export function recallOwner(): Owner | undefined {
  const accountId = Number(recall('account'))
  const serverUrl = recallServer()
  return serverUrl && Number.isSafeInteger(accountId) && accountId > 0 ? { serverUrl, accountId } : undefined
}

let early: { serverUrl: string; session: Promise<KeptSession | null> } | undefined

/** Begins to read the last session, before it is known that it is the one to open: it nearly always is. */
export function readLastSessionEarly(): void {
  const serverUrl = recallServer()
  if (serverUrl) early = { serverUrl, session: readSession(serverUrl) }
}

/** The session of this server, if one is kept. */
export function keptSession(serverUrl: string): Promise<KeptSession | null> {
  return early?.serverUrl === serverUrl ? early.session : readSession(serverUrl)
}

async function readSession(serverUrl: string): Promise<KeptSession | null> {
  const secret = await window.bridge.ask('secret:read', { name: serverUrl }).catch(() => null)
  if (!secret) return null
  try {
    return { ...(JSON.parse(secret) as KeptSession), serverUrl }
  } catch {
    return null
  }
}

/** What the log-in screen starts with next time, and what is opened before it is known that it will not be needed. */
export function rememberEntry({ serverUrl, account }: KeptSession): void {
  remember('server', serverUrl)
  remember('username', account.username)
  remember('account', String(account.id))
}

export async function keepSession(session: KeptSession): Promise<void> {
  const { serverUrl, ...kept } = session
  await window.bridge.ask('secret:write', { name: serverUrl, value: JSON.stringify(kept) })
}

export async function forgetSession(serverUrl: string): Promise<void> {
  remember('account', null)
  await window.bridge.ask('secret:delete', { name: serverUrl })
}
