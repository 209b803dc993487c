/** Carries the bytes of one file to the server by the tus protocol, from where they stand there. */
import { ChatterError } from '@chatter/shared/errors.ts'
import type { DetailedError, HttpResponse, UploadOptions } from 'tus-js-client'
import { problemOf, unreachable } from './request.ts'

/**
 * Bytes of one request. Proxies in front of a server may hold a request back until they have all of it, or refuse long ones; then
 * no more than this is sent again after a cut.
 */
const chunkSize = 32 * 1024 * 1024

/** The server does not know this upload any more. */
export class UploadForgotten extends Error {}

export type UploadRequest = {
  serverUrl: string
  token: string
  blob: Blob
  /** Where the rest of it goes, if it was begun before. */
  url: string | undefined
  metadata: Record<string, string>
  signal: AbortSignal
  /** Called also after the signal, when it was given while the upload was being created. */
  onUrl: (url: string) => void
  /** @param sent bytes, of which all but those of the last moment are at the server */
  onProgress: (sent: number) => void
}

/** How bytes are read and sent where there is no page. */
export type UploadKit = Pick<UploadOptions, 'fileReader' | 'chunkSize'>

/**
 * Resolves with the upload's address when the server has all bytes, and whether it said so just now or had them before.
 * @throws UploadForgotten, ChatterError `unavailable` when the way is cut, and what the server refuses
 */
export async function uploadBytes(
  { serverUrl, token, blob, url, metadata, signal, onUrl, onProgress }: UploadRequest,
  kit: UploadKit = {},
): Promise<{ url: string; wasThere: boolean }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ url: string; wasThere: boolean }>()
  let wasThere = true
  const { Upload } = await loadTus()
  const upload = new Upload(blob as File, {
    // With an endpoint, an upload that cannot be asked for now would be begun anew.
    ...(url ? { uploadUrl: url } : { endpoint: `${serverUrl}/api/v1/uploads` }),
    metadata,
    headers: { Authorization: `Bearer ${token}` },
    chunkSize,
    retryDelays: null,
    storeFingerprintForResuming: false,
    fingerprint: async () => '',
    onProgress,
    onChunkComplete: () => {
      wasThere = false
    },
    onUploadUrlAvailable: () => {
      if (upload.url) onUrl(upload.url)
      if (signal.aborted) void upload.abort().catch(() => {})
    },
    onError: error => reject(failureOf(error, url !== undefined || upload.url !== null)),
    onSuccess: () => resolve({ url: upload.url!, wasThere }),
    ...kit,
  })
  const stop = () => {
    // While it is being created, only the answer tells which one to end.
    if (upload.url || url) void upload.abort().catch(() => {})
    reject(unreachable())
  }
  if (signal.aborted) stop()
  else {
    signal.addEventListener('abort', stop, { once: true })
    upload.start()
  }
  return promise.finally(() => signal.removeEventListener('abort', stop))
}

/** Tells the server that nobody will finish an upload. */
export async function endUpload(url: string, token: string): Promise<void> {
  const { Upload } = await loadTus()
  await Upload.terminate(url, { headers: { Authorization: `Bearer ${token}` }, retryDelays: null }).catch(
    error => {
      const failure = failureOf(error, true)
      if (!(failure instanceof UploadForgotten)) throw failure
    },
  )
}

/** The app opens without it. */
const loadTus = () => import('tus-js-client')

function failureOf(error: Error | DetailedError, hasBegun: boolean): Error {
  const response = 'originalResponse' in error ? error.originalResponse : undefined
  if (!response) return 'originalRequest' in error ? unreachable() : broken(error)
  const status = response.getStatus()
  if (hasBegun && (status === 404 || status === 410)) return new UploadForgotten()
  // Somebody else writes to it, or its offset is another one: it is asked for anew.
  if (status === 423 || status === 409 || status === 0) return unreachable()
  return problemOf(status, response.getHeader('Content-Type'), bodyOf(response))
}

function broken(error: Error): ChatterError {
  return new ChatterError('upload_broken', error.message)
}

function bodyOf(response: HttpResponse): unknown {
  try {
    return JSON.parse(response.getBody())
  } catch {
    return undefined
  }
}
