/**
 * Files that come directly from another person's app: what is there of each, on disk beside its later place. By their content they
 * are found again when the way broke, when the app was started anew, and when their message says what they belong to.
 */
import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open, rm, stat, statfs } from 'node:fs/promises'
import { Check } from 'typebox/schema'
import { FileToReceive, type ReceivedFile } from '../../bridge/bridge.ts'
import { safeName } from '../downloads/names.ts'
import { makePart } from '../downloads/place.ts'
import { readJsonFile, writeJsonFile } from '../json-file.ts'

type Address = Pick<FileToReceive, 'serverUrl' | 'sha256'>

/** What is kept of one. `part` is where its bytes lie. */
type Kept = FileToReceive & { folder: string; part: string; touchedAt: number }

/** One to which is written now. */
type Open = { kept: FileToReceive; file?: FileHandle; part?: string; hash: Hash; at: number }

export type ReceivedOptions = {
  /** Where the list is kept. */
  listFile: string
  /** The person's folder for downloads. */
  folder: () => string
  now?: () => number
  /** Bytes that have to stay free on the disk. */
  reserve?: number
}

export type Received = ReturnType<typeof createReceived>

/** More at once are no files that one person sends another. */
const mostOpen = 8
/** What nobody went on with is removed after so long, in milliseconds. */
const patience = 7 * 24 * 60 * 60 * 1000

export function createReceived({
  listFile,
  folder,
  now = Date.now,
  reserve = 512 * 1024 ** 2,
}: ReceivedOptions) {
  const all = new Map<string, Kept>()
  const opened = new Map<string, Open>()

  const write = () => writeJsonFile(listFile, { received: [...all.values()] })

  function accessOpen(file: Address): Open {
    const found = opened.get(keyOf(file))
    if (!found) throw new Error('Nothing is written to this file.')
    return found
  }

  async function close(file: Address) {
    const { file: handle } = opened.get(keyOf(file)) ?? {}
    opened.delete(keyOf(file))
    await handle?.close()
  }

  async function remove(file: Address) {
    const kept = all.get(keyOf(file))
    await close(file)
    if (!kept) return
    all.delete(keyOf(file))
    write()
    await rm(kept.part, { force: true })
  }

  /** Makes the place only with the first bytes: another device of this person may take the file. */
  async function place(one: Open): Promise<FileHandle> {
    if (one.file) return one.file
    const into = folder()
    const part = await makePart(into, safeName(one.kept.name))
    all.set(keyOf(one.kept), { ...one.kept, folder: into, part, touchedAt: now() })
    write()
    one.file = await open(part, 'r+')
    return one.file
  }

  return {
    /** Reads the list. What was there too long is removed, and what is not there is forgotten. */
    async restore() {
      const { received } = readJsonFile(listFile)
      for (const kept of Array.isArray(received) ? received.filter(isKept) : []) {
        all.set(keyOf(kept), kept)
        const size = await sizeOf(kept.part)
        if (size === undefined || kept.touchedAt < now() - patience) await remove(kept)
      }
    },

    list: (): ReceivedFile[] => [...all.values()].map(({ serverUrl, sha256 }) => ({ serverUrl, sha256 })),

    /**
     * Returns how many of its bytes are there. From now on it is written to, until it is closed.
     * @throws Error when there is no room for it, or somebody writes to it already
     */
    async open(wanted: FileToReceive): Promise<number> {
      const key = keyOf(wanted)
      if (opened.has(key) || opened.size >= mostOpen) throw new Error('Too much is received at once.')
      const one: Open = { kept: wanted, hash: createHash('sha256'), at: 0 }
      opened.set(key, one)
      try {
        const kept = all.get(key)
        if (kept) await takeUp(one, kept)
        const { bavail, bsize } = await statfs(folder())
        if (bavail * bsize < wanted.size - one.at + reserve) throw new Error('The disk has no room for this.')
        return one.at
      } catch (error) {
        await close(wanted)
        throw error
      }
    },

    /** @throws Error when the bytes do not follow those that are there, or are too many */
    async write(address: Address, offset: number, bytes: Uint8Array) {
      const one = accessOpen(address)
      if (offset !== one.at || offset + bytes.length > one.kept.size)
        throw new Error('These bytes do not follow those that are there.')
      one.at += bytes.length
      const file = await place(one)
      for (let done = 0; done < bytes.length; )
        done += (await file.write(bytes, done, bytes.length - done, offset + done)).bytesWritten
      one.hash.update(bytes)
    },

    /** Whether all bytes are there, and they are those that were offered. Wrong ones do not stay. */
    async check(address: Address): Promise<boolean> {
      const one = accessOpen(address)
      if (one.at !== one.kept.size || one.hash.digest('hex') !== address.sha256) {
        await remove(address)
        return false
      }
      await one.file?.sync()
      await close(address)
      return true
    },

    /** Nobody writes to it for now; what is there stays. */
    close,
    remove,

    /** Gives away what is there of a content, or undefined when there is nothing. It is not this list's any more. */
    async take(address: Address): Promise<{ folder: string; part: string } | undefined> {
      await close(address)
      const kept = all.get(keyOf(address))
      if (!kept) return undefined
      all.delete(keyOf(address))
      write()
      return (await sizeOf(kept.part)) === undefined ? undefined : { folder: kept.folder, part: kept.part }
    },

    async stop() {
      for (const { kept } of [...opened.values()]) await close(kept)
    },
  }

  /** What is there is read once more: only so its hash can be gone on with. */
  async function takeUp(one: Open, kept: Kept) {
    const size = await sizeOf(kept.part)
    if (size === undefined || size > one.kept.size) {
      all.delete(keyOf(kept))
      await rm(kept.part, { force: true })
      return
    }
    one.file = await open(kept.part, 'r+')
    const buffer = Buffer.allocUnsafe(1024 * 1024)
    for (;;) {
      const { bytesRead } = await one.file.read(buffer, 0, buffer.length, one.at)
      if (bytesRead === 0) break
      one.hash.update(buffer.subarray(0, bytesRead))
      one.at += bytesRead
    }
    all.set(keyOf(kept), { ...kept, touchedAt: now() })
    write()
  }
}

const keyOf = ({ serverUrl, sha256 }: Address) => `${serverUrl} ${sha256}`

function isKept(value: unknown): value is Kept {
  if (!Check(FileToReceive, value)) return false
  const { folder, part, touchedAt } = value as unknown as Record<string, unknown>
  return typeof folder === 'string' && typeof part === 'string' && typeof touchedAt === 'number'
}

function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    found => (found.isFile() ? found.size : undefined),
    () => undefined,
  )
}
