/** A store that speaks S3, for tests: it keeps objects in a folder, and checks who asks. */
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import S3rver from '@20minutes/s3rver'

/** Starts one with an empty bucket, and returns what `CHATTER_STORAGE_URL` says of it. It ends with the test file. */
export async function startS3(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'chatter-s3-'))
  const store = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    vhostBuckets: false,
    // It signs the slash behind a bucket's name not as Amazon's own client does. Keys are checked.
    allowMismatchedSignatures: true,
    configureBuckets: [{ name: 'chatter', configs: [] }],
  })
  const { port } = (await store.run()) as AddressInfo
  after(async () => {
    await store.close()
    await rm(directory, { recursive: true, force: true })
  })
  return `s3://S3RVER:S3RVER@127.0.0.1:${port}/chatter`
}
