/** Brings the bytes of one file to the disk, from where they broke off, and knows afterwards that they are the right ones. */
import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import type { Download } from '../../bridge/bridge.ts'

export type Wanted = Pick<Download, 'size' | 'sha256'>

/** Asks the server for the file's bytes. Rejects when it cannot be reached. */
export type Ask = (headers: Record<string, string>, signal: AbortSignal) => Promise<Response>

/** Why trying again as it is leads nowhere. */
export class DownloadProblem extends Error {
  readonly problem: NonNullable<Download['problem']>

  constructor(problem: NonNullable<Download['problem']>, cause?: unknown) {
    super(`The download failed: ${problem}.`, { cause })
    this.problem = problem
  }
}

/**
 * Resolves when the file at `path` holds all bytes, and they are those that were sent.
 * @param onBytes is told how many bytes are there, again and again
 * @throws DownloadProblem when it cannot succeed; any other error is worth another try
 */
export async function transfer(
  path: string,
  { size, sha256 }: Wanted,
  ask: Ask,
  signal: AbortSignal,
  onBytes: (received: number) => void,
): Promise<void> {
  const file = await open(path, 'r+').catch(disk)
  const life = createLife()
  try {
    const hash = createHash('sha256')
    let at = await readAgain(file, size, hash, signal)
    onBytes(at)
    if (at < size) {
      life.renew()
      const headers: Record<string, string> =
        at > 0 ? { range: `bytes=${at}-`, 'if-range': `"${sha256}"` } : {}
      const answer = await ask(headers, AbortSignal.any([signal, life.signal]))
      if (await orLeave(answer, () => beginsAnew(answer, at))) {
        await file.truncate(0).catch(disk)
        await answer.body?.cancel()
        return await transfer(path, { size, sha256 }, ask, signal, onBytes)
      }
      const follow = (received: number) => {
        life.renew()
        onBytes(received)
      }
      at = await write(file, answer, { at, size, hash, onBytes: follow })
    }
    if (at < size) throw new Error(`The download ended after ${at} of ${size} bytes.`)
    if (hash.digest('hex') !== sha256) throw new DownloadProblem('differs')
    await file.sync().catch(disk)
  } finally {
    life.end()
    await file.close()
  }
}

/** Aborts what brings nothing for so long, in milliseconds: a line that is cut without a word looks like one that is slow. */
const patience = 45_000

function createLife() {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  return {
    signal: controller.signal,
    /** Begins, or begins anew. */
    renew() {
      clearTimeout(timer)
      timer = setTimeout(() => controller.abort(), patience)
    },
    end() {
      clearTimeout(timer)
    },
  }
}

/** What an earlier try, or an earlier run of the app, wrote is read once more: only so its hash can be gone on with. */
async function readAgain(file: FileHandle, size: number, hash: Hash, signal: AbortSignal): Promise<number> {
  const { size: there } = await file.stat().catch(disk)
  if (there > size) {
    await file.truncate(0).catch(disk)
    return 0
  }
  const buffer = Buffer.allocUnsafe(256 * 1024)
  let at = 0
  for (;;) {
    signal.throwIfAborted()
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at).catch(disk)
    if (bytesRead === 0) return at
    hash.update(buffer.subarray(0, bytesRead))
    at += bytesRead
  }
}

/** Whether the server gives other bytes than those that follow. */
function beginsAnew(answer: Response, at: number): boolean {
  if (answer.status === 404 || answer.status === 410) throw new DownloadProblem('gone')
  if (answer.status === 401 || answer.status === 403) throw new DownloadProblem('refused')
  if (at === 0 && answer.status === 200) return false
  if (answer.status === 206) {
    const [, start] = /^bytes (\d+)-/.exec(answer.headers.get('content-range') ?? '') ?? []
    if (Number(start) === at) return false
    throw new DownloadProblem('differs')
  }
  // The range is none of this content: it has another hash, or fewer bytes.
  if (at > 0 && (answer.status === 200 || answer.status === 416)) return true
  throw new Error(`The server answered ${answer.status}.`)
}

/** An answer that nobody will read would hold its connection. */
async function orLeave<Result>(answer: Response, judge: () => Result): Promise<Result> {
  try {
    return judge()
  } catch (error) {
    await answer.body?.cancel().catch(() => {})
    throw error
  }
}

type Progress = { at: number; size: number; hash: Hash; onBytes: (received: number) => void }

/** Returns how far the file goes afterwards. */
async function write(file: FileHandle, answer: Response, { at, size, hash, onBytes }: Progress) {
  for await (const chunk of answer.body ?? []) {
    if (at + chunk.length > size) throw new DownloadProblem('differs')
    for (let done = 0; done < chunk.length; )
      done += (await file.write(chunk, done, chunk.length - done, at + done).catch(disk)).bytesWritten
    hash.update(chunk)
    at += chunk.length
    onBytes(at)
  }
  return at
}

/** No room, no permission, or a folder that is gone. */
function disk(cause: unknown): never {
  throw new DownloadProblem('disk', cause)
}
