/** The door to where the bytes of files are: a folder of this machine, or an S3-compatible store. */
import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'

/**
 * Bytes under keys. A key is made here and says nothing of the file, so that no name ever becomes a path. What is written is
 * first unfinished: it can be continued, after a restart of the server as well. Once finished it never changes.
 */
export type Storage = {
  /**
   * Goes on writing at the end of what is stored under this key, or begins it. One writer at a time sees to it.
   * @param size how long the whole may become, at most; a store may need to know before
   */
  write(key: string, size: number): Promise<Writing>
  /** How many bytes are stored under the key, unfinished or finished; 0 for none. It is true after a crash of this process. */
  sizeOf(key: string): Promise<number>
  /**
   * Bytes of what is finished.
   * @param range `end` is not included; without one, all
   * @throws MissingBytes when there is nothing under the key
   */
  read(key: string, range?: { start: number; end: number }): Promise<Readable>
  /** Removes what is stored under the key, finished or not. Doing it twice ends well. */
  remove(key: string): Promise<void>
  /** Everything there is, unfinished as well, in no order. */
  list(): AsyncIterable<Stored>
  close(): Promise<void>
}

export type Stored = {
  key: string
  /** In bytes. */
  size: number
}

/** Something that is being written. Nothing else is called after `close` or `finish`. */
export type Writing = {
  /** How many bytes were stored before. */
  readonly start: number
  /**
   * Takes bytes, which must not change before they are written. Returns what to wait for before the next, when enough are on
   * their way.
   * @param onWritten the bytes are not needed any more; a store that keeps them for longer does not call it
   */
  append(bytes: Buffer, onWritten?: () => void): Promise<void> | undefined
  /** Stores what was appended, as far as it can, and returns how many bytes there are now. */
  close(): Promise<number>
  /** Ends it for good. From here on the bytes survive a power cut. @throws when they do not */
  finish(): Promise<void>
}

export class MissingBytes extends Error {}

/** A new key: 128 random bits. */
export function createKey(): string {
  return randomBytes(16).toString('hex')
}

const keyPattern = /^[0-9a-f]{32}$/

export function isKey(text: string): boolean {
  return keyPattern.test(text)
}

/** @throws Error when this is no key of ours: what is none must not reach a path */
export function checkKey(key: string): string {
  if (!isKey(key)) throw new Error(`${JSON.stringify(key)} is no key of the storage.`)
  return key
}
