/** Reads blobs for the uploads of a client that runs in Node, a little at once, so that they can be cut. */
import type { UploadKit } from '../src/renderer/connection/upload.ts'

export function createUploadKit(chunkSize = 64 * 1024): UploadKit {
  return {
    chunkSize,
    fileReader: {
      openFile: async (blob: Blob) => ({
        size: blob.size,
        async slice(start: number, end: number) {
          const bytes = Buffer.from(await blob.slice(start, end).arrayBuffer())
          // The library asks for the size of a body as a blob would tell it.
          return { value: Object.assign(bytes, { size: bytes.length }), done: end >= blob.size }
        },
        close() {},
      }),
    },
  }
}
