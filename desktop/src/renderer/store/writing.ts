/**
 * What a person wrote and the server does not have yet: posts, drafts, read markers. It exists nowhere else, so it has a
 * database of its own, apart from the cache, and a write has reached the disk when it resolves.
 */

import { Author } from '@chatter/shared/accounts.ts'
import { fits } from '@chatter/shared/check.ts'
import { Quote } from '@chatter/shared/messages.ts'
import type { Dexie } from 'dexie'
import { Type } from 'typebox'
import { databaseName, type Owner, openDatabase, type Storage } from './database.ts'
import type { OutboxEntry } from './outbox.ts'
import type { Draft, LostDraft } from './state.ts'

const tables = { outbox: 'clientId', drafts: 'roomId', markers: 'roomId' }

const OutboxRow = Type.Object({
  clientId: Type.String(),
  roomId: Type.Integer(),
  body: Type.String(),
  replyTo: Type.Optional(Quote),
  forwards: Type.Optional(Type.Unknown()),
  writtenAt: Type.Number(),
  order: Type.Number(),
  wasTried: Type.Boolean(),
  state: Type.Unknown(),
})
const DraftRow = Type.Object({
  roomId: Type.Integer(),
  text: Type.String(),
  replyTo: Type.Optional(Quote),
  editing: Type.Optional(Type.Integer()),
  lost: Type.Optional(
    Type.Object({ roomName: Type.String(), reason: Type.String(), by: Type.Optional(Author) }),
  ),
})
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
  markers: { roomId: number; seq: number; epoch?: number }[]
}

const nothingWritten: Written = { outbox: [], drafts: [], lostDrafts: [], markers: [] }

export type Writing = Awaited<ReturnType<typeof openWriting>>

/**
 * Opens what a person wrote on this machine. Rows that this version of the app does not understand stay where they are.
 * No write rejects: where the disk refuses, the app goes on with what it holds in memory, and the log says so.
 */
export async function openWriting(owner: Owner, storage: Storage) {
  const name = databaseName('writing', owner)
  const db = await openDatabase({ name, tables, storage, durability: 'strict' }).catch(report)
  const written = (db && (await readAll(db).catch(report))) ?? nothingWritten

  async function write(work: (db: Dexie) => PromiseLike<unknown>): Promise<void> {
    if (db?.isOpen()) await work(db).then(undefined, report)
  }

  return {
    written,
    /** The post, and with it the end of its draft: a crash leaves either both or none. */
    putPost: (entry: OutboxEntry, { endsDraft }: { endsDraft: boolean }) =>
      write(db =>
        db.transaction('rw', ['outbox', 'drafts'], async () => {
          await db.table('outbox').put(entry)
          if (endsDraft) await db.table('drafts').delete(entry.roomId)
        }),
      ),
    /** What was written in a room that I am not in any more, in the place of its draft and of these posts. */
    lose: ({ roomId, text, ...lost }: LostDraft, clientIds: readonly string[]) =>
      write(db =>
        db.transaction('rw', ['outbox', 'drafts'], async () => {
          await db.table('drafts').put({ roomId, text, lost })
          await db.table('outbox').bulkDelete([...clientIds])
        }),
      ),
    changePost: (entry: OutboxEntry) => write(db => db.table('outbox').put(entry)),
    removePosts: (clientIds: readonly string[]) => write(db => db.table('outbox').bulkDelete([...clientIds])),
    putDraft: (roomId: number, draft: Draft | undefined) =>
      write(db => (draft ? db.table('drafts').put({ roomId, ...draft }) : db.table('drafts').delete(roomId))),
    putMarker: (roomId: number, seq: number, epoch: number) =>
      write(db => db.table('markers').put({ roomId, seq, epoch })),
    removeMarker: (roomId: number) => write(db => db.table('markers').delete(roomId)),
    close: () => db?.close(),
    delete: async () => void (await db?.delete().catch(report)),
  }
}

async function readAll(db: Dexie): Promise<Written> {
  const [outbox, drafts, markers] = await Promise.all(
    Object.keys(tables).map(name => db.table(name).toArray()),
  )
  const understood = (outbox ?? []).filter(row => fits(OutboxRow, row)) as OutboxEntry[]
  const texts = (drafts ?? []).filter(row => fits(DraftRow, row))
  return {
    outbox: understood.sort((a, b) => a.order - b.order),
    drafts: texts.filter(({ lost }) => !lost),
    lostDrafts: texts.flatMap(({ roomId, text, lost }) =>
      lost ? [{ roomId, text, ...lost } as LostDraft] : [],
    ),
    markers: (markers ?? []).filter(row => fits(MarkerRow, row)),
  }
}

function report(error: unknown): undefined {
  console.error('What was written cannot be kept on this machine.', error)
}
