/** Reads blobs for the uploads of a client that runs in Node, a little at once, so that they can be cut and held. */
import type { UploadKit } from '../src/renderer/connection/upload.ts'

export type HeldUploadKit = UploadKit & {
  /**
   * From now on no byte from this one on is read, of any file, until {@link HeldUploadKit.release}.
   * Resolves when the first file waits there: what comes before is at the server.
   */
  hold(from: number): Promise<void>
  release(): void
}

export function createUploadKit(chunkSize = 64 * 1024): HeldUploadKit {
  let limit = Number.POSITIVE_INFINITY
  let reached = Promise.withResolvers<void>()
  let released = Promise.withResolvers<void>()
  return {
    chunkSize,
    fileReader: {
      openFile: async (blob: Blob) => ({
        size: blob.size,
        async slice(start: number, end: number) {
          if (start >= limit) {
            reached.resolve()
            await released.promise
          }
          const bytes = Buffer.from(await blob.slice(start, end).arrayBuffer())
          // The library asks for the size of a body as a blob would tell it.
          return { value: Object.assign(bytes, { size: bytes.length }), done: end >= blob.size }
        },
        close() {},
      }),
    },
    hold(from) {
      limit = from
      reached = Promise.withResolvers()
      released = Promise.withResolvers()
      return reached.promise
    },
    release() {
      limit = Number.POSITIVE_INFINITY
      released.resolve()
    },
  }
}
