/** SHA-256 of what is too large to be held in memory at once. */
import { sha256 } from '@noble/hashes/sha2'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils'

/** Bytes that are read at once. */
const stretch = 4 * 1024 * 1024

export type Hashed = {
  blob: Blob
  /** Hexadecimal digits of bytes that come first. */
  prefix?: string
  /** Parts of the blob, in order, `end` not included; all of it when not given. */
  ranges?: readonly { start: number; end: number }[]
}

/** Returns 64 hexadecimal digits. @throws what reading the blob throws */
export async function sha256Of({ blob, prefix = '', ranges }: Hashed): Promise<string> {
  const hash = sha256.create().update(hexToBytes(prefix))
  for (const { start, end } of ranges ?? [{ start: 0, end: blob.size }])
    for (let at = start; at < end; at += stretch)
      hash.update(new Uint8Array(await blob.slice(at, Math.min(end, at + stretch)).arrayBuffer()))
  return bytesToHex(hash.digest())
}
