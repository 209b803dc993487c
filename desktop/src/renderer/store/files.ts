/**
 * The files that wait in trays and in the outbox. Each is copied to this machine's disk as soon as it is chosen, so that neither
 * a killed app nor a changed original takes anything away; then it is looked at and hashed, one file after the other.
 */
import { parseMediaType } from '@chatter/shared/attachments.ts'
import type { ErrorCode } from '@chatter/shared/errors.ts'
import { v7 } from 'uuid'
import type { FileProgress, PendingFile } from './pending-file.ts'
import type { ClientState } from './state.ts'
import type { FileRow, Writing, Written } from './writing.ts'

/** What a picture or a film looks like. */
export type Look = Partial<Pick<PendingFile, 'width' | 'height' | 'duration' | 'thumbnail'>>

/** Bytes of a file that a person chose. */
export type ChosenFile = { name: string; type: string; blob: Blob }

/** What was sent from here, while it is not too large to be held. */
export type SentFile = Pick<PendingFile, 'blob' | 'thumbnail'>

/** Sent files are remembered up to this many, and this many bytes each. */
const remembered = { files: 100, size: 32 * 1024 * 1024 } as const

export type FilesOptions = {
  read: () => Pick<ClientState, 'files' | 'trays' | 'outbox' | 'lostDrafts'>
  change: (changed: Partial<Pick<ClientState, 'files' | 'trays'>>) => void
  writing: () => Writing | undefined
  /** Finds out what a file looks like; where there is no page, nothing. */
  lookAt?: (file: Pick<PendingFile, 'blob' | 'type'>) => Promise<Look>
  hash: (hashed: { blob: Blob }) => Promise<string>
  /** The person does not want to send it any more; the server may have some of it. */
  onDropped: (file: FileRow) => void
}

export type Files = ReturnType<typeof createFiles>

export function createFiles(options: FilesOptions) {
  const { read, change, writing, lookAt, hash, onDropped } = options
  const rows = new Map<string, FileRow>()
  const preparations = new Map<string, Promise<void>>()
  /** One at a time: disks and processors do one thing better than many. */
  let last: Promise<unknown> = Promise.resolve()
  let isSweeping = false

  function show(id: string, changed: Partial<PendingFile>) {
    const file = read().files[id]
    if (file) change({ files: { ...read().files, [id]: { ...file, ...changed } } })
  }

  function setProgress(id: string, progress: FileProgress) {
    show(id, { progress })
  }

  /** Notes what is known now of a file. */
  function note(id: string, known: Partial<FileRow>): Promise<void> {
    const row = rows.get(id)
    if (!row) return Promise.resolve()
    const next = { ...row, ...known }
    rows.set(id, next)
    return writing()?.putFile(next) ?? Promise.resolve()
  }

  function add(row: FileRow, blob: Blob, progress: FileProgress, thumbnail?: Blob) {
    rows.set(row.id, row)
    const { id, name, size, type, width, height, duration } = row
    const file = { id, name, size, type, width, height, duration, blob, progress }
    change({ files: { ...read().files, [id]: { ...file, ...(thumbnail && { thumbnail }) } } })
  }

  function prepare(id: string, isCopied: boolean) {
    const preparation = last.then(async () => {
      if (!rows.has(id)) return
      if (!isCopied) await copy(id)
      await look(id)
      await digest(id)
    })
    preparations.set(id, preparation)
    last = preparation.then(settle, settle)
    function settle() {
      preparations.delete(id)
      if (read().files[id]?.progress.state === 'preparing') setProgress(id, restingProgress(rows.get(id)!))
    }
  }

  async function copy(id: string) {
    const blob = read().files[id]?.blob
    const copied = blob && (await writing()?.putBlob(id, blob))
    // Without room for a copy the original has to do, as long as the app runs.
    if (copied) show(id, { blob: copied })
  }

  async function look(id: string) {
    const file = read().files[id]
    if (!file || !lookAt || rows.get(id)?.wasSeen) return
    const { thumbnail, ...seen } = await lookAt(file).catch((): Look => ({}))
    show(id, { ...seen, ...(thumbnail && { thumbnail }) })
    if (thumbnail && rows.has(id)) await writing()?.putThumbnail(id, thumbnail)
    await note(id, { ...seen, wasSeen: true })
  }

  async function digest(id: string) {
    const file = read().files[id]
    if (!file || rows.get(id)?.sha256) return
    // What cannot be read is refused when it is sent.
    const sha256 = await hash(file).catch(() => undefined)
    if (sha256) await note(id, { sha256 })
  }

  /** Forgets files that nothing refers to any more. */
  function sweep() {
    if (isSweeping) return
    isSweeping = true
    queueMicrotask(() => {
      isSweeping = false
      const { trays, outbox, lostDrafts, files } = read()
      const needed = new Set([...Object.values(trays), ...[...outbox, ...lostDrafts].map(idsOf)].flat())
      const left = Object.keys(files).filter(id => !needed.has(id))
      for (const id of left) if (!posted.delete(id)) onDropped(rows.get(id)!)
      forget(left)
    })
  }
  /** Files that their room has: what the server keeps of them is not ours to remove. */
  const posted = new Set<string>()

  function forget(ids: readonly string[]) {
    if (ids.length === 0) return
    for (const id of ids) rows.delete(id)
    const gone = new Set(ids)
    change({ files: Object.fromEntries(Object.entries(read().files).filter(([id]) => !gone.has(id))) })
    void writing()?.removeFiles(ids)
  }

  function rememberSent(id: string) {
    const file = read().files[id]
    const { attachmentId } = rows.get(id) ?? {}
    if (!file || !attachmentId || file.size > remembered.size) return
    const { blob, thumbnail } = file
    sent.set(attachmentId, { blob, ...(thumbnail && { thumbnail }) })
    if (sent.size > remembered.files) sent.delete(sent.keys().next().value!)
  }
  const sent = new Map<string, SentFile>()

  function setTray(roomId: number, fileIds: readonly string[]) {
    const { [roomId]: _, ...others } = read().trays
    change({ trays: fileIds.length > 0 ? { ...others, [roomId]: fileIds } : others })
  }

  function putTray(roomId: number, fileIds: readonly string[]): Promise<void> {
    setTray(roomId, fileIds)
    sweep()
    return writing()?.putTray(roomId, fileIds) ?? Promise.resolve()
  }

  return {
    restore({ files, trays }: Pick<Written, 'files' | 'trays'>) {
      for (const { blob, thumbnail, ...row } of files) {
        const isPrepared = row.wasSeen && row.sha256
        const isAtRest = isPrepared || row.refusedFor
        const progress: FileProgress = isAtRest ? restingProgress(row) : { state: 'preparing' }
        add(row, blob ?? new Blob([]), blob ? progress : { state: 'missing' }, thumbnail)
        if (blob && !isPrepared) prepare(row.id, true)
      }
      const known = read().files
      for (const { roomId, fileIds } of trays)
        setTray(
          roomId,
          fileIds.filter(id => known[id]),
        )
    },

    /** Puts files into the tray of a room. */
    choose(roomId: number, chosen: readonly ChosenFile[]) {
      const added = chosen.map(({ name, type, blob }) => {
        const row = { id: v7(), name, size: blob.size, type: parseMediaType(type) }
        add(row, blob, { state: 'preparing' })
        void writing()?.putFile(row)
        return row.id
      })
      void putTray(roomId, [...(read().trays[roomId] ?? []), ...added])
      for (const id of added) prepare(id, false)
      return added
    },

    rename(id: string, name: string) {
      show(id, { name })
      void note(id, { name })
    },

    /** Takes a file out of the tray of a room. */
    remove(roomId: number, id: string) {
      void putTray(
        roomId,
        (read().trays[roomId] ?? []).filter(other => other !== id),
      )
    },

    /** Puts files that were on their way into a tray, before what is there. The server forgets what it has of them. */
    giveBack(roomId: number, fileIds: readonly string[]) {
      const tray = read().trays[roomId] ?? []
      const given = fileIds.filter(id => rows.has(id) && !tray.includes(id))
      void putTray(roomId, [...given, ...tray])
      for (const id of given) {
        onDropped(rows.get(id)!)
        void note(id, {
          isPaused: undefined,
          uploadUrl: undefined,
          attachmentId: undefined,
          offeredIn: undefined,
          refusedFor: undefined,
        })
        const state = read().files[id]?.progress.state
        if (state !== 'preparing' && state !== 'missing') setProgress(id, { state: 'waiting', sent: 0 })
      }
    },

    pause(id: string) {
      const progress = read().files[id]?.progress
      if (!progress || !['preparing', 'waiting', 'sending'].includes(progress.state)) return
      void note(id, { isPaused: true })
      setProgress(id, { state: 'paused', sent: 'sent' in progress ? progress.sent : 0 })
    },

    resume(id: string) {
      const progress = read().files[id]?.progress
      if (progress?.state !== 'paused') return
      void note(id, { isPaused: undefined })
      setProgress(id, { state: 'waiting', sent: progress.sent })
    },

    /** It does not get to the server as it is. */
    refuse(id: string, reason: ErrorCode) {
      void note(id, { refusedFor: reason, uploadUrl: undefined })
      setProgress(id, { state: 'refused', reason })
    },

    /** What was refused may try again. */
    forgive(fileIds: readonly string[]) {
      for (const id of fileIds) {
        if (read().files[id]?.progress.state !== 'refused') continue
        void note(id, { refusedFor: undefined })
        setProgress(id, { state: 'waiting', sent: 0 })
      }
    },

    /** The tray of a room became part of a post, whose write ends it on disk too. */
    empty(roomId: number): readonly string[] {
      const tray = read().trays[roomId] ?? []
      setTray(roomId, [])
      return tray
    },

    row: (id: string) => rows.get(id),
    prepared: (id: string) => preparations.get(id) ?? Promise.resolve(),
    note,
    setProgress,
    sweep,
    markPosted(fileIds: readonly string[]) {
      for (const id of fileIds) {
        posted.add(id)
        rememberSent(id)
      }
      sweep()
    },
    sent: (attachmentId: string): SentFile | undefined => sent.get(attachmentId),
  }
}

/** Where a file stands that nothing is done with at the moment. */
export function restingProgress(row: FileRow): FileProgress {
  if (row.attachmentId) return { state: 'done', attachmentId: row.attachmentId }
  if (row.refusedFor) return { state: 'refused', reason: row.refusedFor }
  return { state: row.isPaused ? 'paused' : 'waiting', sent: 0 }
}

function idsOf({ fileIds = [] }: { fileIds?: readonly string[] }): readonly string[] {
  return fileIds
}
