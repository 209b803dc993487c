/** What is asked before there is a session. */
import { ChatterError } from '@chatter/shared/errors.ts'
import { protocolVersion } from '@chatter/shared/protocol.ts'
import { type LogIn, NewSession, ServerInfo, type SignUp } from '@chatter/shared/sessions.ts'
import { serverUrlsOf } from './address.ts'
import { type Fetch, request } from './request.ts'

/** A server that this app can talk to. `url` is the one to keep. */
export type FoundServer = { url: string; info: ServerInfo }

/** How long one way to an address may take, in milliseconds. */
const patience = 7_000

/**
 * Finds the Chatter server at an address as a person types it.
 * @throws ChatterError
 *   `invalid_input`: this is no address ·
 *   `unavailable`: nothing answers ·
 *   `not_found`: something else than Chatter answers ·
 *   `protocol_unsupported` with field `server`: the server is older than this app can talk to ·
 *   `protocol_unsupported` with field `app`: this app is older than the server can talk to
 */
export async function checkServer(typed: string, options: { fetch?: Fetch } = {}): Promise<FoundServer> {
  const urls = serverUrlsOf(typed)
  if (urls.length === 0)
    throw new ChatterError('invalid_input', 'This is not the address of a server.', { field: 'serverUrl' })
  const failures: ChatterError[] = []
  for (const url of urls) {
    try {
      const info = await request({
        serverUrl: url,
        path: '/server',
        answer: ServerInfo,
        timeout: patience,
        ...options,
      })
      return { url, info: understood(info) }
    } catch (error) {
      if (!(error instanceof ChatterError)) throw error
      failures.push(error)
    }
  }
  throw failures.sort((a, b) => tellingness(b) - tellingness(a))[0]
}

/** @throws ChatterError as `parseUsername`, `parsePassword` and `parseDisplayName` do; `username_taken`, `rate_limited` */
export function signUp(
  serverUrl: string,
  person: SignUp,
  options: { fetch?: Fetch } = {},
): Promise<NewSession> {
  return request({
    serverUrl,
    method: 'POST',
    path: '/accounts',
    body: person,
    answer: NewSession,
    ...options,
  })
}

/** @throws ChatterError `wrong_credentials`, `rate_limited` */
export function logIn(
  serverUrl: string,
  credentials: LogIn,
  options: { fetch?: Fetch } = {},
): Promise<NewSession> {
  return request({
    serverUrl,
    method: 'POST',
    path: '/sessions',
    body: credentials,
    answer: NewSession,
    ...options,
  })
}

/** @throws ChatterError `unauthenticated` when it is over already */
export function endSession(
  serverUrl: string,
  token: string,
  options: { fetch?: Fetch } = {},
): Promise<unknown> {
  return request({
    serverUrl,
    method: 'DELETE',
    path: '/sessions/current',
    token,
    timeout: patience,
    ...options,
  })
}

function understood(info: ServerInfo): ServerInfo {
  const { min, max } = info.protocol
  if (max < protocolVersion)
    throw new ChatterError('protocol_unsupported', 'This server is too old for this app.', {
      field: 'server',
    })
  if (min > protocolVersion)
    throw new ChatterError('protocol_unsupported', 'This app is too old for this server.', { field: 'app' })
  return info
}

/** Of several ways to one address, the failure that got furthest is the one to tell. */
function tellingness({ code }: ChatterError): number {
  if (code === 'protocol_unsupported') return 3
  if (code === 'unavailable') return 0
  return code === 'not_found' ? 1 : 2
}
