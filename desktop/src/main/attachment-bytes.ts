/** Asks servers for the bytes of files, with the session that is kept for each of them. */
import { session } from 'electron'
import type { FileAddress } from '../bridge/bridge.ts'
import { readSecret } from './secrets.ts'

type Asked = {
  part?: '' | '/thumbnail'
  /** What shows and what saves have connections of their own: a film that is paused holds one, and nothing waits for it. */
  purpose: 'show' | 'save'
}

/** @returns what asks that server for that file; without a session there, it is refused as the server would */
export function askServer(
  { serverUrl, id }: FileAddress,
  { part = '', purpose }: Asked,
): (headers: Record<string, string>, signal: AbortSignal) => Promise<Response> {
  return async (headers, signal) => {
    const token = tokenFor(serverUrl)
    if (!token) return new Response(null, { status: 401 })
    const stop = new AbortController()
    // In memory only: what is looked at leaves nothing on the disk. What came wrong once must not be what is saved again.
    const answer = await session
      .fromPartition(`files-${purpose}`, { cache: purpose === 'show' })
      .fetch(`${serverUrl}/api/v1/attachments/${id}${part}`, {
        headers: { ...headers, authorization: `Bearer ${token}` },
        signal: AbortSignal.any([signal, stop.signal]),
        credentials: 'omit',
        redirect: 'error',
      })
    return endingWithReader(answer, stop)
  }
}

/** Electron goes on with an answer that nobody reads any more, which holds its connection for good. */
function endingWithReader({ body, status, headers }: Response, stop: AbortController): Response {
  if (!body) return new Response(null, { status, headers })
  const reader = body.getReader()
  const read = new ReadableStream<Uint8Array>(
    {
      async pull(out) {
        const { done, value } = await reader.read()
        if (done) out.close()
        else out.enqueue(value)
      },
      cancel() {
        stop.abort()
        reader.cancel().catch(() => {})
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(read, { status, headers })
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
