import type { Hashed } from './sha256.ts'

/** SHA-256 beside the page; inside where there are no workers (in tests of Node). @throws what reading the blob throws */
export async function hash(hashed: Hashed): Promise<string> {
  if (typeof Worker === 'undefined') return (await import('./sha256.ts')).sha256Of(hashed)
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const worker = new Worker(new URL('./sha256.worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data }) =>
    data.digest === undefined ? reject(new Error(data.failure)) : resolve(data.digest)
  worker.onerror = event => reject(new Error(event.message))
  worker.postMessage(hashed)
  return promise.finally(() => worker.terminate())
}
