/** Reads files from where they were saved on this machine, as a server would give them: those that no server has. */
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { FileAddress } from '../bridge/bridge.ts'
import { intactPath } from './downloads.ts'

/** @returns all of it, or the one stretch that is asked for; 404 for what is not there any more, or was changed */
export async function readSaved(file: FileAddress, type: string, range: string | null): Promise<Response> {
  const path = await intactPath(file)
  if (!path) return new Response(null, { status: 404 })
  const { size } = await stat(path)
  const stretch = stretchOf(range, size)
  if (!stretch) return new Response(null, { status: 416, headers: { 'content-range': `bytes */${size}` } })
  const { start, end } = stretch
  const headers = {
    'content-type': type,
    'content-length': String(end + 1 - start),
    'accept-ranges': 'bytes',
    ...(range && { 'content-range': `bytes ${start}-${end}/${size}` }),
  }
  const bytes = Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream<
    Uint8Array<ArrayBuffer>
  >
  return new Response(bytes, { status: range ? 206 : 200, headers })
}

/** @returns so many of its first bytes, or null for what is not there any more, or was changed */
export async function readBeginning(file: FileAddress, length: number): Promise<Uint8Array | null> {
  const path = await intactPath(file)
  if (!path) return null
  const handle = await open(path, 'r')
  try {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(length), 0, length, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** The first and the last byte of what the page asks for. Nothing else asks here, and it asks for one stretch. */
function stretchOf(range: string | null, size: number): { start: number; end: number } | undefined {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? 'bytes=0-') ?? []
  const start = Number(from ?? Number.NaN)
  const end = Math.min(to ? Number(to) : size, size - 1)
  return start <= end ? { start, end } : undefined
}
