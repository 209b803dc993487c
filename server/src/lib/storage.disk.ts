import { type FileHandle, mkdir, open, opendir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { createInTurn } from './in-turn.ts'
import { checkKey, isKey, MissingBytes, type Storage, type Stored, type Writing } from './storage.ts'
import type { Talk } from './talk.ts'

/** Appended bytes that wait for the disk, at most, before the sender has to wait too. */
const highWater = 1024 * 1024

/**
 * What was written goes to the disk in pieces of so many bytes, one at a time. Left to the end, all of it would go at once, and
 * each post that is written meanwhile would stand in line behind it.
 */
const pieces = { lively: 1024 * 1024, quiet: 16 * 1024 * 1024 }

/**
 * A large file is taken away from its end, so many bytes at a time: all at once would keep the disk, and those whose posts wait for it,
 * for half a second.
 */
const shrinking = 32 * 1024 * 1024

/** How much of a file is read ahead for whoever takes it. */
const readAhead = 256 * 1024

/**
 * Keeps bytes in files of a folder, `ab/cd/abcd…`, so that no folder grows too long to be listed. What was handed to the
 * operating system survives a crash of this process; what is finished survives a power cut, too.
 */
export function createDiskStorage(
  folder: string,
  talk: Pick<Talk, 'pause' | 'isLively'> = { pause: () => undefined, isLively: () => false },
): Storage {
  const pathOf = (key: string) => join(folder, checkKey(key).slice(0, 2), key.slice(2, 4), key)

  const inTurn = createInTurn<'flush'>()
  const disk: Disk = {
    pieceSize: () => (talk.isLively() ? pieces.lively : pieces.quiet),
    flush: work =>
      inTurn('flush', async () => {
        await talk.pause()
        await work()
      }),
  }

  return {
    async write(key) {
      const path = pathOf(key)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const file = await open(path, 'a', 0o600)
      const { size } = await file.stat()
      return createWriting(file, size, disk, () => syncFolders(path))
    },
    sizeOf: async key => (await statOf(pathOf(key)))?.size ?? 0,
    async read(key, range) {
      const file = await open(pathOf(key), 'r').catch(missing)
      const { start, end } = range ?? { start: 0, end: (await file.stat()).size }
      return createReading(file, start, end, talk)
    },
    async remove(key) {
      const path = pathOf(key)
      const { size } = (await statOf(path)) ?? { size: 0 }
      // One that somebody else removes meanwhile is gone, too.
      if (size > shrinking) await shrink(path, size, disk).catch(unlessGone)
      await rm(path, { force: true })
    },
    list: () => listKeys(folder),
    close: async () => {},
  }
}

type Appended = { bytes: Buffer; onWritten: (() => void) | undefined }

/** What all that is written shares. */
type Disk = {
  /** After how many bytes a file is flushed. */
  pieceSize: () => number
  /** Runs what makes the disk busy, when nothing else does. */
  flush: (work: () => Promise<void>) => Promise<void>
}

/** Gathers what is appended while the disk is busy, so that a fast sender costs few calls. */
function createWriting(
  file: FileHandle,
  start: number,
  disk: Disk,
  syncFolders: () => Promise<void>,
): Writing {
  let waiting: Appended[] = []
  let waitingBytes = 0
  let stored = start
  let unflushed = 0
  let failure: unknown
  let work: Promise<void> | undefined
  let flushing: Promise<void> = Promise.resolve()

  async function writeDown() {
    try {
      while (waiting.length > 0) {
        const appended = waiting
        waiting = []
        await writeAll(
          file,
          appended.map(({ bytes }) => bytes),
        )
        for (const { onWritten } of appended) onWritten?.()
        if (unflushed >= disk.pieceSize()) await flushBehind()
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
      unflushed += bytesWritten
      waitingBytes -= bytesWritten
      rest = skip(rest, bytesWritten)
    }
  }

  /** One piece is flushed while the next is written. */
  async function flushBehind() {
    await flushing
    unflushed = 0
    flushing = disk.flush(() => file.datasync())
    flushing.catch(error => {
      failure ??= error
    })
  }

  async function settle() {
    await work
    if (failure) throw failure
  }

  return {
    start,
    append(bytes, onWritten) {
      if (failure) return Promise.reject(failure)
      waiting.push({ bytes, onWritten })
      waitingBytes += bytes.length
      work ??= writeDown()
      return waitingBytes >= highWater ? settle() : undefined
    },
    async close() {
      await work
      await flushing.catch(() => {})
      await file.close()
      return stored
    },
    async finish() {
      try {
        await settle()
        await flushing
        await disk.flush(() => file.sync())
        await syncFolders()
      } finally {
        await file.close()
      }
    },
  }
}

/** Leaves the beginning of a file. */
async function shrink(path: string, size: number, disk: Disk): Promise<void> {
  const file = await open(path, 'r+')
  try {
    for (let left = size - shrinking; left > 0; left -= shrinking) await disk.flush(() => file.truncate(left))
  } finally {
    await file.close()
  }
}

/** Reads a stretch, a piece at a time, and none while a post is being written. */
function createReading(file: FileHandle, start: number, end: number, talk: Pick<Talk, 'pause'>): Readable {
  let offset = start
  async function readPiece() {
    const length = Math.min(readAhead, end - offset)
    if (length <= 0) return null
    await talk.pause()
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafeSlow(length), 0, length, offset)
    // Whoever waits for more would wait in vain.
    if (bytesRead === 0) throw new MissingBytes('The file was taken away while it was read.')
    offset += bytesRead
    return buffer.subarray(0, bytesRead)
  }
  return new Readable({
    highWaterMark: readAhead,
    read() {
      readPiece().then(
        bytes => this.push(bytes),
        error => this.destroy(error),
      )
    },
    destroy(error, done) {
      file.close().then(
        () => done(error),
        failure => done(error ?? failure),
      )
    },
  })
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
    if (stats) yield { key, size: stats.size }
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
  return stat(path).catch(unlessGone)
}

function unlessGone(error: { code?: string }): undefined {
  if (error.code !== 'ENOENT') throw error
}

function missing(error: { code?: string }): never {
  if (error.code === 'ENOENT') throw new MissingBytes('There are no such bytes in the storage.')
  throw error
}
