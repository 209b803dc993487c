/**
 * What a person wrote and the server does not have yet: posts, drafts, the files of both, read markers. It exists nowhere
 * else, so it has a database of its own, apart from the cache, which is never made anew. A write has reached the disk when
 * it resolves, unless the disk refuses it.
 */

import { Author } from '@chatter/shared/accounts.ts'
import { fits } from '@chatter/shared/check.ts'
import type { ErrorCode } from '@chatter/shared/errors.ts'
import { Quote } from '@chatter/shared/messages.ts'
import type { Dexie } from 'dexie'
import { type Static, Type } from 'typebox'
import {
  databaseName,
  deleteDatabase,
  type OpenOptions,
  type Owner,
  openDatabase,
  type Storage,
} from './database.ts'
import type { OutboxEntry } from './outbox.ts'
import type { Draft, Keeping, LostDraft } from './state.ts'
import { createWriteLog } from './write-log.ts'

const tables = {
  outbox: 'clientId',
  drafts: 'roomId',
  markers: 'roomId',
  trays: 'roomId',
  files: 'id',
  // Apart from what is told of them, because whatever is put with a blob copies all of it.
  blobs: 'id',
  thumbnails: 'id',
  leftovers: 'id',
}
const version = 3

/** Before the database is tried again that could not be opened, in milliseconds. The app opens only after that. */
const pauses = [100, 300, 600]

const FileIds = Type.Array(Type.String())

const OutboxRow = Type.Object({
  clientId: Type.String(),
  roomId: Type.Integer(),
  body: Type.String(),
  replyTo: Type.Optional(Quote),
  forwards: Type.Optional(Type.Unknown()),
  writtenAt: Type.Number(),
  fileIds: Type.Optional(FileIds),
  order: Type.Number(),
  wasTried: Type.Boolean(),
  state: Type.Unknown(),
})
const PostDraft = Type.Object({ text: Type.String(), replyTo: Type.Optional(Quote) })
const DraftRow = Type.Object({
  roomId: Type.Integer(),
  ...PostDraft.properties,
  editing: Type.Optional(Type.Integer()),
  shelved: Type.Optional(PostDraft),
  fileIds: Type.Optional(FileIds),
  lost: Type.Optional(
    Type.Object({ roomName: Type.String(), reason: Type.String(), by: Type.Optional(Author) }),
  ),
})
const TrayRow = Type.Object({ roomId: Type.Integer(), fileIds: FileIds })
const FileRow = Type.Object({
  id: Type.String(),
  name: Type.String(),
  size: Type.Integer({ minimum: 0 }),
  type: Type.String(),
  width: Type.Optional(Type.Integer()),
  height: Type.Optional(Type.Integer()),
  duration: Type.Optional(Type.Number()),
  /** It was looked at: what is not known of it now cannot be known. */
  wasSeen: Type.Optional(Type.Boolean()),
  sha256: Type.Optional(Type.String()),
  /** Where the server takes the rest of its bytes. */
  uploadUrl: Type.Optional(Type.String()),
  /** The server has it. */
  attachmentId: Type.Optional(Type.String()),
  isPaused: Type.Optional(Type.Boolean()),
  /** The code of what it was refused for. */
  refusedFor: Type.Optional(Type.Unsafe<ErrorCode>(Type.String())),
  /** The direct room whose other person it was offered to directly: some of it may be there. */
  offeredIn: Type.Optional(Type.Integer()),
})
/** What is told of a file. */
export type FileRow = Static<typeof FileRow>
const LeftoverRow = Type.Object({
  /** Of the upload, which is that of the attachment. */
  id: Type.String(),
  /** While it was an upload. */
  uploadUrl: Type.Optional(Type.String()),
})
/** What the server may have of a file that is not sent any more. */
export type Leftover = Static<typeof LeftoverRow>
const MarkerRow = Type.Object({
  roomId: Type.Integer(),
  seq: Type.Integer(),
  epoch: Type.Optional(Type.Integer()),
})

export type Written = {
  /** In the order of writing. */
  outbox: OutboxEntry[]
  drafts: ({ roomId: number } & Draft)[]
  lostDrafts: LostDraft[]
  trays: { roomId: number; fileIds: string[] }[]
  /** Without a blob where the app was killed before it was copied. */
  files: (FileRow & { blob?: Blob; thumbnail?: Blob })[]
  markers: { roomId: number; seq: number; epoch?: number }[]
  leftovers: Leftover[]
}

const nothingWritten: Written = {
  outbox: [],
  drafts: [],
  lostDrafts: [],
  trays: [],
  files: [],
  markers: [],
  leftovers: [],
}

export type Writing = Awaited<ReturnType<typeof openWriting>>

/**
 * Opens what a person wrote on this machine. Rows that this version of the app does not understand stay where they are.
 * No write rejects: where the disk refuses, the app goes on with what it holds in memory, tries again, and says so.
 */
export async function openWriting(owner: Owner, storage: Storage) {
  const name = databaseName('writing', owner)
  const options: OpenOptions = { name, tables, version, storage, durability: 'strict' }
  const opened = await openPatiently(options).catch(report)
  const written = opened?.written ?? nothingWritten
  const db = opened?.db
  const log = createWriteLog(report)

  /** Where the database could not be read nothing is written either: it might take the place of what is there. */
  async function write(work: (db: Dexie) => PromiseLike<unknown>): Promise<void> {
    if (db) await log.write(() => work(db))
  }

  return {
    written,
    /** Tells now, and whenever it changes, whether what is written is on the disk. */
    onKeeping(listener: (keeping: Keeping) => void) {
      if (!db) listener('unread')
      else log.onChange(isKept => listener(isKept ? 'kept' : 'unkept'))
    },
    /** The post, and with it the end of its draft and tray: a crash leaves either both or none. */
    putPost: (entry: OutboxEntry, { endsDraft }: { endsDraft: boolean }) =>
      write(db =>
        db.transaction('rw', ['outbox', 'drafts', 'trays'], async () => {
          await db.table('outbox').put(entry)
          if (endsDraft) await db.table('drafts').delete(entry.roomId)
          if (entry.fileIds) await db.table('trays').delete(entry.roomId)
        }),
      ),
    /** What was written in a room that I am not in any more, in the place of its draft and of these posts. */
    lose: ({ roomId, text, fileIds, ...lost }: LostDraft, clientIds: readonly string[]) =>
      write(db =>
        db.transaction('rw', ['outbox', 'drafts', 'trays'], async () => {
          await db.table('drafts').put({ roomId, text, ...(fileIds && { fileIds }), lost })
          await db.table('outbox').bulkDelete([...clientIds])
          await db.table('trays').delete(roomId)
        }),
      ),
    changePost: (entry: OutboxEntry) => write(db => db.table('outbox').put(entry)),
    removePosts: (clientIds: readonly string[]) => write(db => db.table('outbox').bulkDelete([...clientIds])),
    putDraft: (roomId: number, draft: Draft | undefined) =>
      write(db => (draft ? db.table('drafts').put({ roomId, ...draft }) : db.table('drafts').delete(roomId))),
    putTray: (roomId: number, fileIds: readonly string[]) =>
      write(db =>
        fileIds.length > 0 ? db.table('trays').put({ roomId, fileIds }) : db.table('trays').delete(roomId),
      ),
    putFile: (file: FileRow) => write(db => db.table('files').put(file)),
    /** Copies the bytes, and returns the copy; undefined where the disk refuses, or the original cannot be read any more. */
    async putBlob(id: string, blob: Blob): Promise<Blob | undefined> {
      // Without its name and path: the copy shall not know where it came from.
      const copy = new Blob([blob], { type: blob.type })
      // Words do not wait behind it: it may be large.
      await db?.table('blobs').put({ id, blob: copy }).then(undefined, report)
      return (await db?.table('blobs').get(id).then(undefined, report))?.blob
    },
    putThumbnail: (id: string, blob: Blob) => write(db => db.table('thumbnails').put({ id, blob })),
    removeFiles: (ids: readonly string[]) => write(db => removeFiles(db, ids)),
    putLeftover: (leftover: Leftover) => write(db => db.table('leftovers').put(leftover)),
    removeLeftover: (id: string) => write(db => db.table('leftovers').delete(id)),
    putMarker: (roomId: number, seq: number, epoch: number) =>
      write(db => db.table('markers').put({ roomId, seq, epoch })),
    removeMarker: (roomId: number) => write(db => db.table('markers').delete(roomId)),
    close() {
      log.stop()
      db?.close()
    },
    async delete() {
      log.stop()
      db?.close()
      await deleteDatabase(options).catch(report)
    },
  }
}

/** A disk may be locked for a moment, by a program that looks through it. */
async function openPatiently(options: OpenOptions) {
  for (const pause of pauses) {
    try {
      return await openAndRead(options)
    } catch (error) {
      report(error)
      await new Promise(resolve => setTimeout(resolve, pause))
    }
  }
  return openAndRead(options)
}

async function openAndRead(options: OpenOptions) {
  const db = await openDatabase(options)
  try {
    return { db, written: await readAll(db) }
  } catch (error) {
    db.close()
    throw error
  }
}

async function readAll(db: Dexie): Promise<Written> {
  const [
    outbox = [],
    drafts = [],
    markers = [],
    trays = [],
    files = [],
    blobs = [],
    thumbnails = [],
    leftovers = [],
  ] = await Promise.all(Object.keys(tables).map(name => db.table(name).toArray()))
  const understood = outbox.filter(row => fits(OutboxRow, row)) as OutboxEntry[]
  const texts = drafts.filter(row => fits(DraftRow, row))
  const needed = new Set([...outbox, ...drafts, ...trays].flatMap(({ fileIds }) => fileIds ?? []))
  const left = [...files, ...blobs, ...thumbnails].map(({ id }) => id).filter(id => !needed.has(id))
  if (left.length > 0) void removeFiles(db, left).then(undefined, report)
  const blobOf = (rows: typeof blobs, id: string) => rows.find(row => row.id === id)?.blob
  return {
    outbox: understood.sort((a, b) => a.order - b.order),
    drafts: texts.filter(({ lost }) => !lost),
    lostDrafts: texts.flatMap(({ roomId, text, fileIds, lost }) =>
      lost ? [{ roomId, text, ...(fileIds && { fileIds }), ...lost } as LostDraft] : [],
    ),
    trays: trays.filter(row => fits(TrayRow, row)),
    files: files
      .filter(row => fits(FileRow, row) && needed.has(row.id))
      .map(row => ({ ...row, blob: blobOf(blobs, row.id), thumbnail: blobOf(thumbnails, row.id) })),
    markers: markers.filter(row => fits(MarkerRow, row)),
    leftovers: leftovers.filter(row => fits(LeftoverRow, row)),
  }
}

function removeFiles(db: Dexie, ids: readonly string[]) {
  const names = ['files', 'blobs', 'thumbnails']
  return db.transaction('rw', names, () =>
    Promise.all(names.map(name => db.table(name).bulkDelete([...ids]))),
  )
}

function report(error: unknown): undefined {
  console.error('What was written cannot be kept on this machine.', error)
}
