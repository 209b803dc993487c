/**
 * Files that come directly from another person's app: what is there of each, in the app's own folder, until its message says
 * what it is. By their content they are found again when the way broke, and when the app was started anew meanwhile.
 */
import { createHash, type Hash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { Check } from 'typebox/schema'
import { FileToReceive, type ReceivedFile } from '../../bridge/bridge.ts'
import { keepJsonFile, readJsonFile } from '../json-file.ts'

type Address = Pick<FileToReceive, 'serverUrl' | 'sha256'>

/** What is kept of one. `part` is where its bytes lie. */
type Kept = FileToReceive & { part: string; touchedAt: number }

/** One to which is written now. */
type Open = { kept: FileToReceive; file?: FileHandle; hash: Hash; at: number }

export type ReceivedOptions = {
  /** Where the list is kept. */
  listFile: string
  /** The folder that has what came, and nothing else. */
  folder: string
  /** Whether somebody else goes on with a file of the folder. */
  isNeeded?: (path: string) => boolean
  /** It waited too long, and was removed. */
  onGone?: (file: ReceivedFile) => void
  now?: () => number
  /** What nobody went on with, and no message came for, is removed after so long, in milliseconds. */
  patience?: number
  /** Bytes that have to stay free on the disk. */
  reserve?: number
}

export type Received = ReturnType<typeof createReceived>

/** More at once are no files that one person sends another. */
const mostOpen = 8
/** Long enough for a post to come after its file, and for an app to be started again. */
const longestWait = 30 * 60 * 1000

export function createReceived({
  listFile,
  folder,
  isNeeded = () => false,
  onGone = () => {},
  now = Date.now,
  patience = longestWait,
  reserve = 512 * 1024 ** 2,
}: ReceivedOptions) {
  const all = new Map<string, Kept>()
  const opened = new Map<string, Open>()
  const timers = new Map<string, NodeJS.Timeout>()

  const write = () => keepJsonFile(listFile, { received: [...all.values()] }, 'received files')

  function accessOpen(file: Address): Open {
    const found = opened.get(keyOf(file))
    if (!found) throw new Error('Nothing is written to this file.')
    return found
  }

  async function close(file: Address) {
    const { file: handle } = opened.get(keyOf(file)) ?? {}
    opened.delete(keyOf(file))
    await handle?.close()
    const kept = all.get(keyOf(file))
    if (!kept) return
    kept.touchedAt = now()
    write()
    wait(kept)
  }

  /** Nobody has to come back for it to be removed: this waits for nobody, and a restarted app looks at the time. */
  function wait(kept: Kept) {
    const key = keyOf(kept)
    clearTimeout(timers.get(key))
    const left = Math.max(0, kept.touchedAt + patience - now())
    timers.set(key, setTimeout(() => void giveUp(kept).catch(report), left).unref())
  }

  async function giveUp(kept: Kept) {
    if (all.get(keyOf(kept)) !== kept || opened.has(keyOf(kept))) return
    await remove(kept)
    onGone({ serverUrl: kept.serverUrl, sha256: kept.sha256 })
  }

  function forget(file: Address): Kept | undefined {
    const key = keyOf(file)
    const kept = all.get(key)
    clearTimeout(timers.get(key))
    timers.delete(key)
    if (all.delete(key)) write()
    return kept
  }

  async function remove(file: Address) {
    const kept = forget(file)
    await close(file)
    if (kept) await rm(kept.part, { force: true })
  }

  /** Makes the place only with the first bytes: another device of this person may take the file. */
  async function place(one: Open): Promise<FileHandle> {
    if (one.file) return one.file
    await mkdir(folder, { recursive: true })
    // What it is called, its message says; what runs by its name runs nowhere here.
    const part = join(folder, `${randomUUID()}.part`)
    one.file = await open(part, 'wx+', 0o600)
    all.set(keyOf(one.kept), { ...one.kept, part, touchedAt: now() })
    write()
    return one.file
  }

  /** What was promised to others is not there for this one. */
  async function hasRoomFor(one: Open): Promise<boolean> {
    await mkdir(folder, { recursive: true })
    const { bavail, bsize } = await statfs(folder)
    const promised = [...opened.values()].reduce((sum, { kept, at }) => sum + kept.size - at, 0)
    return bavail * bsize >= promised + reserve && opened.get(keyOf(one.kept)) === one
  }

  return {
    /** Reads the list. What was there too long is removed, with what nobody knows; and what is not there is forgotten. */
    async restore() {
      const { received } = readJsonFile(listFile)
      for (const kept of Array.isArray(received) ? received.filter(isKept) : []) {
        all.set(keyOf(kept), kept)
        const isThere = (await sizeOf(kept.part)) !== undefined
        if (isThere && kept.touchedAt + patience > now()) wait(kept)
        else await remove(kept)
      }
      const known = new Set([...all.values()].map(({ part }) => part))
      for (const name of await readdir(folder).catch(() => [])) {
        const path = join(folder, name)
        if (!known.has(path) && !isNeeded(path)) await rm(path, { force: true, recursive: true })
      }
    },

    list: (): FileToReceive[] =>
      [...all.values()].map(({ serverUrl, sha256, size, senderId }) => ({
        serverUrl,
        sha256,
        size,
        senderId,
      })),

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
        if (!(await hasRoomFor(one))) throw new Error('The disk has no room for this.')
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

    /** Nobody writes to it for now; what is there stays for a while. */
    close,
    remove,

    /** Gives away what is there of a content, or undefined when there is nothing. It is not this list's any more. */
    async take(address: Address): Promise<string | undefined> {
      const kept = forget(address)
      await close(address)
      return kept && (await sizeOf(kept.part)) !== undefined ? kept.part : undefined
    },

    async stop() {
      for (const { kept } of [...opened.values()]) await close(kept)
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }

  /** What is there is read once more: only so its hash can be gone on with. */
  async function takeUp(one: Open, kept: Kept) {
    const size = await sizeOf(kept.part)
    if (size === undefined || size > one.kept.size) {
      forget(kept)
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

/** Older versions kept them elsewhere and otherwise. */
function isKept(value: unknown): value is Kept {
  if (!Check(FileToReceive, value)) return false
  const { part, touchedAt } = value as unknown as Record<string, unknown>
  return typeof part === 'string' && typeof touchedAt === 'number'
}

function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    found => (found.isFile() ? found.size : undefined),
    () => undefined,
  )
}

function report(error: unknown) {
  console.warn('What came directly could not be removed.', error)
}
