/** Asks servers for the bytes of files, with the session that is kept for each of them. */
import { net } from 'electron'
import type { FileAddress } from '../bridge/bridge.ts'
import { readSecret } from './secrets.ts'

/** @returns what asks that server for that file; without a session there, it is refused as the server would */
export function askServer(
  { serverUrl, id }: FileAddress,
  part: '' | '/thumbnail' = '',
): (headers: Record<string, string>, signal: AbortSignal) => Promise<Response> {
  return async (headers, signal) => {
    const token = tokenFor(serverUrl)
    if (!token) return new Response(null, { status: 401 })
    return net.fetch(`${serverUrl}/api/v1/attachments/${id}${part}`, {
      headers: { ...headers, authorization: `Bearer ${token}` },
      signal,
      credentials: 'omit',
      redirect: 'error',
      bypassCustomProtocolHandlers: true,
    })
  }
}

/** Only servers with a session are asked: nothing else is kept under a server's URL. */
function tokenFor(serverUrl: string): string | undefined {
  const kept = /^https?:\/\//.test(serverUrl) ? readSecret(serverUrl) : null
  try {
    const { token } = JSON.parse(kept ?? '{}') as { token?: unknown }
    return typeof token === 'string' && /^[\x21-\x7e]+$/.test(token) ? token : undefined
  } catch {
    return undefined
  }
}
