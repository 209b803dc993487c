/** Beside the page, so that it stays smooth while a large file is read. */
import { type Hashed, sha256Of } from './sha256.ts'

addEventListener('message', async ({ data }: MessageEvent<Hashed>) => {
  try {
    postMessage({ digest: await sha256Of(data) })
  } catch (error) {
    postMessage({ failure: String(error) })
  }
})
