import type { Readable } from 'node:stream'

/**
 * Takes what a stream brings, as fast as it is stored. In contrast to `for await`, the stream is left as it is afterwards, so
 * that a sender can still be told why it was stopped.
 * @param take returns what to wait for before the next bytes
 * @returns whether the stream came to its end, or was cut off
 * @throws what `take` throws, or the reason of the signal
 */
export function drink(
  source: Readable,
  take: (bytes: Buffer) => Promise<void> | undefined,
  signal: AbortSignal,
): Promise<'ended' | 'cut'> {
  return new Promise((resolve, reject) => {
    function leave() {
      source.off('data', onData)
      source.off('end', onEnd)
      source.off('error', onCut)
      source.off('close', onCut)
      signal.removeEventListener('abort', onAbort)
      source.pause()
      source.on('error', () => {})
    }
    function onEnd() {
      leave()
      resolve('ended')
    }
    function onCut() {
      leave()
      resolve('cut')
    }
    function fail(error: unknown) {
      leave()
      reject(error)
    }
    function onAbort() {
      fail(signal.reason)
    }
    function onData(bytes: Buffer) {
      try {
        const stored = take(bytes)
        if (!stored) return
        source.pause()
        stored.then(() => source.resume(), fail)
      } catch (error) {
        fail(error)
      }
    }

    if (signal.aborted) return onAbort()
    if (source.readableEnded) return onEnd()
    if (source.destroyed) return onCut()
    signal.addEventListener('abort', onAbort)
    source.on('data', onData)
    source.on('end', onEnd)
    source.on('error', onCut)
    source.on('close', onCut)
  })
}
