/**
 * The downloads of this machine: which there are, how far they are, and what was said to do with them. The list is on disk, so
 * that what was under way when the app ended, or was killed, goes on with the next start.
 */
import { rename, rm, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Check } from 'typebox/schema'
import { type Download, FileToSave } from '../../bridge/bridge.ts'
import { keepJsonFile, readJsonFile } from '../json-file.ts'
import { safeName } from './names.ts'
import { isThere, makePart, settlePart } from './place.ts'
import { type Ask, DownloadProblem, transfer } from './transfer.ts'

type Address = Pick<FileToSave, 'serverUrl' | 'id'>

/** What is kept of one. */
type Kept = FileToSave &
  Pick<Download, 'state' | 'problem'> & {
    folder: string
    /** Where the bytes lie until all are there. */
    part: string | null
    /** Where the whole file is. */
    path: string | null
    /** When that was written, in milliseconds of this machine's clock. */
    writtenAt?: number
  }

type Live = Kept & {
  received: number
  speed?: number
  begunAt: number
  stop?: AbortController
  /** Resolves when nobody writes to its part any more. */
  ended?: Promise<void>
}

export type DownloadsOptions = {
  /** Where the list is kept. */
  listFile: string
  /** The person's folder for downloads. */
  folder: () => string
  ask: (file: Address) => Ask
  onChange: (download: Download) => void
  onGone: (file: Address) => void
  /** A file is there whole. */
  onDone?: (download: Download, path: string, took: number) => void
  /** It cannot come, whatever is tried again. */
  onFail?: (download: Download, took: number) => void
  now?: () => number
  /** In milliseconds, by how often it was tried. */
  backoff?: (tries: number) => number
}

export type Downloads = ReturnType<typeof createDownloads>

/** So many come at once; the others wait for their turn. */
const atOnce = 3
/** The list keeps so many that are done: a file is known to be there while its post can be seen. */
const keptDone = 500
/** Between two that are told, in milliseconds. */
const tellInterval = 200

export function createDownloads(options: DownloadsOptions) {
  const { listFile, folder, ask, onChange, onGone, onDone = () => {}, onFail = () => {} } = options
  const now = options.now ?? Date.now
  const backoff = options.backoff ?? (tries => Math.min(30_000, 1_000 * 2 ** tries))
  const all = new Map<string, Live>()
  let wakes = new AbortController()

  const find = ({ serverUrl, id }: Address) => all.get(`${serverUrl} ${id}`)
  /** Or it was cancelled, or begun anew. */
  const isListed = (download: Live) => all.get(keyOf(download)) === download
  /** How far one is may be told a moment later: not when it is gone by then. */
  const tell = (download: Live) => isListed(download) && onChange(publicly(download))

  function keep() {
    const done = [...all.values()].filter(({ state }) => state === 'done')
    for (const old of done.slice(0, Math.max(0, done.length - keptDone))) all.delete(keyOf(old))
    const kept = [...all.values()].map(
      ({ received, speed, begunAt, stop, ended, ...download }): Kept => download,
    )
    keepJsonFile(listFile, { downloads: kept }, 'downloads')
  }

  function change(download: Live, to: Partial<Live>) {
    Object.assign(download, to)
    if (!isListed(download)) return
    keep()
    tell(download)
  }

  /** Takes up those whose turn it is. */
  function goOn() {
    const running = [...all.values()].filter(({ stop }) => stop).length
    const waiting = [...all.values()].filter(({ state, stop }) => state === 'waiting' && !stop)
    for (const download of waiting.slice(0, Math.max(0, atOnce - running))) {
      const stop = new AbortController()
      download.stop = stop
      download.ended = run(download, stop, download.ended)
    }
  }

  async function run(download: Live, stop: AbortController, before: Promise<void> | undefined) {
    try {
      await before
      for (let tries = 0; ; tries++) {
        const had = download.received
        try {
          await bring(download, stop.signal)
          return
        } catch (error) {
          if (stop.signal.aborted) return
          if (error instanceof DownloadProblem) return await fail(download, error)
          if (download.received > had) tries = 0
          change(download, { state: 'waiting', speed: undefined })
          const woken = AbortSignal.any([stop.signal, wakes.signal])
          await sleep(backoff(tries), undefined, { signal: woken }).catch(() => {})
          if (stop.signal.aborted) return
        }
      }
    } catch (error) {
      await fail(download, new DownloadProblem('disk', error))
    } finally {
      if (download.stop === stop) download.stop = undefined
      goOn()
    }
  }

  async function bring(download: Live, signal: AbortSignal) {
    if (!download.part || !(await isThere(download.part))) {
      download.part = await makePart(download.folder, safeName(download.name)).catch(error => {
        throw new DownloadProblem('disk', error)
      })
      download.received = 0
    }
    change(download, { state: 'running' })
    const pace = createPace(download, now, () => tell(download))
    await transfer(download.part, download, ask(download), signal, pace)
    signal.throwIfAborted()
    const path = await settlePart(download.part, download.folder, safeName(download.name)).catch(error => {
      throw new DownloadProblem('disk', error)
    })
    // Cancelled, or begun anew, while it got its name: whoever did that has the part to remove, or to go on with.
    if (!isListed(download)) return rename(path, download.part)
    const whole = { path, writtenAt: (await stat(path)).mtimeMs, part: null, received: download.size }
    change(download, { ...whole, state: 'done', speed: undefined })
    onDone(publicly(download), path, now() - download.begunAt)
  }

  /** Bytes that are not those that were sent do not stay: nobody should open them. */
  async function fail(download: Live, { problem, cause }: DownloadProblem) {
    if (cause) console.warn(`A download failed: ${cause instanceof Error ? cause.message : cause}`)
    if (problem !== 'disk') await removePart(download)
    change(download, { state: 'failed', problem, speed: undefined })
    if (isListed(download)) onFail(publicly(download), now() - download.begunAt)
  }

  async function removePart(download: Live) {
    if (download.part) await rm(download.part, { force: true }).catch(() => {})
    download.part = null
    download.received = 0
  }

  function drop(download: Live) {
    all.delete(keyOf(download))
    keep()
    onGone({ serverUrl: download.serverUrl, id: download.id })
  }

  /** Where the whole file is, if it still is there. What is not is forgotten. */
  async function locate(file: Address): Promise<string | undefined> {
    const download = find(file)
    if (!download?.path) return undefined
    if (await isThere(download.path)) return download.path
    drop(download)
    return undefined
  }

  /** The same, unless somebody wrote to it since. */
  async function locateIntact(file: Address): Promise<string | undefined> {
    const download = find(file)
    const path = await locate(file)
    if (!path || !download) return undefined
    const { size, mtimeMs } = await stat(path)
    return size === download.size && mtimeMs === (download.writtenAt ?? mtimeMs) ? path : undefined
  }

  /** What waits for the network tries now. */
  function wake() {
    wakes.abort()
    wakes = new AbortController()
  }

  function begin({ serverUrl, id, name, size, sha256 }: FileToSave) {
    const known = find({ serverUrl, id })
    if (known?.state === 'waiting') return wake()
    if (known?.state === 'running') return
    const goesOn = known?.state === 'paused' || known?.state === 'failed'
    const from = goesOn ? known : { folder: folder(), part: null, path: null, received: 0 }
    const { folder: place, part, received } = from
    const download: Live = {
      ...{ serverUrl, id, name, size, sha256, folder: place, part, path: null, received },
      ...{ state: 'waiting', begunAt: now() },
      ...(goesOn && known.ended && { ended: known.ended }),
    }
    all.delete(keyOf(download))
    all.set(keyOf(download), download)
    change(download, {})
    goOn()
  }

  return {
    locate,
    locateIntact,
    wake,
    /** Reads the list, and goes on with what was under way. */
    async restore() {
      const { downloads } = readJsonFile(listFile)
      for (const kept of Array.isArray(downloads) ? downloads.filter(isKept) : []) {
        if (all.has(keyOf(kept))) continue
        if (kept.path && !(await isThere(kept.path))) continue
        const received = kept.path ? kept.size : await sizeOf(kept.part)
        const state = kept.state === 'running' ? 'waiting' : kept.state
        all.set(keyOf(kept), { ...kept, state, received, begunAt: now() })
      }
      goOn()
    },
    list: (): Download[] => [...all.values()].map(publicly),
    /** Begins, or goes on; one that waits for the network tries now, and one that is there still is there. */
    async start(file: FileToSave) {
      if (find(file)?.state === 'done' && (await locate(file))) return
      begin(file)
    },
    /** The paths of what is not whole yet. */
    parts: (): string[] => [...all.values()].flatMap(({ part }) => part ?? []),
    /**
     * Goes on with what came another way, as far as it came: what is missing is asked of the server, and all is verified.
     * @param part where its bytes lie, which may be anywhere
     */
    async adopt({ serverUrl, id, name, size, sha256 }: FileToSave, part: string) {
      const known = find({ serverUrl, id })
      // It is there already, or comes: once is enough.
      if (known && ['done', 'running', 'waiting'].includes(known.state)) return rm(part, { force: true })
      if (known) await removePart(known)
      const received = await sizeOf(part)
      const file = { serverUrl, id, name, size, sha256, folder: folder(), part, path: null, received }
      const download: Live = { ...file, state: 'waiting', begunAt: now() }
      all.set(keyOf(download), download)
      change(download, {})
      goOn()
    },
    pause(file: Address) {
      const download = find(file)
      if (!download || !['running', 'waiting'].includes(download.state)) return
      download.stop?.abort()
      change(download, { state: 'paused', speed: undefined })
    },
    async cancel(file: Address) {
      const download = find(file)
      if (!download || download.state === 'done') return
      download.stop?.abort()
      drop(download)
      await download.ended
      await removePart(download)
    },
    /** Stops without forgetting. */
    async stop() {
      for (const { stop } of all.values()) stop?.abort()
      await Promise.all([...all.values()].map(({ ended }) => ended))
    },
  }
}

const keyOf = ({ serverUrl, id }: Address) => `${serverUrl} ${id}`

function publicly({ serverUrl, id, name, size, sha256, ...download }: Live): Download {
  const { received, state, problem, speed, path } = download
  const savedAs = path?.split(/[\\/]/).at(-1)
  return {
    ...{ serverUrl, id, name, size, sha256, received: Math.min(received, size), state },
    ...(problem && { problem }),
    ...(speed !== undefined && { speed }),
    ...(savedAs !== undefined && { savedAs }),
  }
}

/** Follows how far a download is and how fast it gets on, and tells now and then. */
function createPace(download: Live, now: () => number, tell: () => void) {
  let told = now()
  let [from, since] = [-1, told]
  let later: NodeJS.Timeout | undefined
  return (received: number) => {
    download.received = received
    const time = now()
    if (from < 0) [from, since] = [received, time]
    // What comes next may be long in coming, and what is here shall be told meanwhile.
    clearTimeout(later)
    if (time - told < tellInterval) {
      later = setTimeout(() => download.state === 'running' && tell(), tellInterval)
      return
    }
    told = time
    const latest = ((received - from) / Math.max(1, time - since)) * 1_000
    download.speed = download.speed === undefined ? latest : 0.7 * download.speed + 0.3 * latest
    ;[from, since] = [received, time]
    tell()
  }
}

/** People edit files, and older versions wrote other things. */
function isKept(value: unknown): value is Kept {
  if (!Check(FileToSave, value)) return false
  const { state, folder, part, path } = value as unknown as Record<string, unknown>
  const isPath = (one: unknown) => one === null || typeof one === 'string'
  return (
    ['waiting', 'running', 'paused', 'done', 'failed'].includes(state as string) &&
    typeof folder === 'string' &&
    isPath(part) &&
    isPath(path) &&
    (state === 'done') === (path !== null)
  )
}

async function sizeOf(path: string | null): Promise<number> {
  return path
    ? stat(path).then(
        ({ size }) => size,
        () => 0,
      )
    : 0
}
