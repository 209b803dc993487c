/** Reads bytes with a session: the page needs few of them, the app's own process serves and saves the rest. */
import { ChatterError } from '@chatter/shared/errors.ts'
import { type Fetch, problemOf, requestTimeout, unreachable } from './request.ts'

export type BytesRequest = {
  serverUrl: string
  token: string
  /** Below `/api/v1`, beginning with a slash. */
  path: string
  /** Only so many from the beginning. */
  length?: number
  fetch?: Fetch
}

/** @throws ChatterError `unavailable` when the server cannot be reached */
export async function readBytes({
  serverUrl,
  token,
  path,
  length,
  fetch: ask = fetch,
}: BytesRequest): Promise<Blob> {
  try {
    const response = await ask(`${serverUrl}/api/v1${path}`, {
      headers: {
        authorization: `Bearer ${token}`,
        ...(length && { range: `bytes=0-${length - 1}` }),
      },
      signal: AbortSignal.timeout(requestTimeout),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
    })
    if (!response.ok) throw await problem(response)
    const blob = await response.blob()
    return length !== undefined && blob.size > length ? blob.slice(0, length) : blob
  } catch (error) {
    throw error instanceof ChatterError ? error : unreachable()
  }
}

async function problem(response: Response): Promise<ChatterError> {
  const told = await response.json().catch(() => undefined)
  return problemOf(response.status, response.headers.get('content-type'), told)
}
