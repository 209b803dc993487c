import { type FileHandle, mkdir, open, opendir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { checkKey, isKey, MissingBytes, type Storage, type Stored, type Writing } from './storage.ts'

/** Appended bytes that wait for the disk, at most, before the sender has to wait too. */
const highWater = 1024 * 1024

/** How much of a file is read ahead for whoever takes it. */
const readAhead = 256 * 1024

/**
 * Keeps bytes in files of a folder, `ab/cd/abcd…`, so that no folder grows too long to be listed. What was handed to the
 * operating system survives a crash of this process; what is finished survives a power cut, too.
 */
export function createDiskStorage(folder: string): Storage {
  const pathOf = (key: string) => join(folder, checkKey(key).slice(0, 2), key.slice(2, 4), key)

  return {
    async write(key) {
      const path = pathOf(key)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const file = await open(path, 'a', 0o600)
      const { size } = await file.stat()
      return createWriting(file, size, () => syncFolders(path))
    },
    sizeOf: async key => (await statOf(pathOf(key)))?.size ?? 0,
    async read(key, range) {
      const file = await open(pathOf(key), 'r').catch(missing)
      if (range && range.start >= range.end) {
        await file.close()
        return Readable.from([])
      }
      const stretch = range && { start: range.start, end: range.end - 1 }
      return file.createReadStream({ highWaterMark: readAhead, ...stretch })
    },
    remove: key => rm(pathOf(key), { force: true }),
    list: () => listKeys(folder),
    close: async () => {},
  }
}

/** Gathers what is appended while the disk is busy, so that a fast sender costs few calls. */
function createWriting(file: FileHandle, start: number, syncFolders: () => Promise<void>): Writing {
  let waiting: Buffer[] = []
  let waitingBytes = 0
  let stored = start
  let failure: unknown
  let work: Promise<void> | undefined

  async function writeDown() {
    try {
      while (waiting.length > 0) {
        const bytes = waiting
        waiting = []
        await writeAll(file, bytes)
      }
    } catch (error) {
      failure = error
    } finally {
      work = undefined
    }
  }

  async function writeAll(file: FileHandle, bytes: Buffer[]) {
    let rest = bytes
    while (rest.length > 0) {
      const { bytesWritten } = await file.writev(rest)
      stored += bytesWritten
      waitingBytes -= bytesWritten
      rest = skip(rest, bytesWritten)
    }
  }

  async function settle() {
    await work
    if (failure) throw failure
  }

  return {
    start,
    append(bytes) {
      if (failure) return Promise.reject(failure)
      waiting.push(bytes)
      waitingBytes += bytes.length
      work ??= writeDown()
      return waitingBytes >= highWater ? settle() : undefined
    },
    async close() {
      await work
      await file.close()
      return stored
    },
    async finish() {
      try {
        await settle()
        await file.sync()
        await syncFolders()
      } finally {
        await file.close()
      }
    },
  }
}

/** A full disk takes only some of what it is given. */
function skip(bytes: Buffer[], count: number): Buffer[] {
  let index = 0
  while (index < bytes.length && count >= bytes[index]!.length) count -= bytes[index++]!.length
  const rest = bytes.slice(index)
  if (count > 0) rest[0] = rest[0]!.subarray(count)
  return rest
}

/** A file's name lasts once its folder is on the disk. Windows sees to that by itself, and opens no folder. */
async function syncFolders(path: string): Promise<void> {
  if (process.platform === 'win32') return
  for (const folder of [dirname(path), join(path, '../..'), join(path, '../../..')]) {
    const handle = await open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  }
}

async function* listKeys(folder: string): AsyncIterable<Stored> {
  for await (const path of filesIn(folder, 2)) {
    const key = path.slice(-32)
    const stats = isKey(key) ? await statOf(path) : undefined
    // One that was removed meanwhile is not there any more.
    if (stats) yield { key, size: stats.size, changedAt: Math.round(stats.mtimeMs) }
  }
}

async function* filesIn(folder: string, depth: number): AsyncIterable<string> {
  const entries = await opendir(folder).catch(error => {
    if (error.code !== 'ENOENT') throw error
  })
  if (!entries) return
  for await (const entry of entries) {
    const path = join(folder, entry.name)
    if (depth > 0 && entry.isDirectory()) yield* filesIn(path, depth - 1)
    else if (depth === 0 && entry.isFile()) yield path
  }
}

async function statOf(path: string) {
  return stat(path).catch(error => {
    if (error.code !== 'ENOENT') throw error
  })
}

function missing(error: { code?: string }): never {
  if (error.code === 'ENOENT') throw new MissingBytes('There are no such bytes in the storage.')
  throw error
}
