/**
 * Copies of files that went directly from this device, so that the other person can get them once more: the server has none. The
 * newest stay, as many as fit.
 */
import type { Attachment } from '@chatter/shared/attachments.ts'
import type { Dexie, Table } from 'dexie'
import {
  databaseName,
  deleteDatabase,
  type OpenOptions,
  type Owner,
  openDatabase,
  type Storage,
} from './database.ts'

export type SentDirectly = Pick<Attachment, 'name' | 'type' | 'size' | 'sha256'> & {
  attachmentId: string
  roomId: number
  /** The message that it came with, once it is posted. */
  seq?: number
  blob: Blob
  /** Milliseconds of this machine's clock. */
  sentAt: number
}

/** What is kept of them, at most. */
const kept = { files: 50, size: 2 * 1024 ** 3 } as const

export type Sent = ReturnType<typeof createSent>

/** Opens the copies when they are needed for the first time. */
export function createSent(owner: Owner, storage: () => Storage) {
  let database: Promise<Dexie> | undefined
  const options = (): OpenOptions => ({
    name: databaseName('sent', owner),
    tables: { sent: 'attachmentId, sha256, sentAt' },
    storage: storage(),
    durability: 'relaxed',
  })
  const open = () => {
    database ??= openDatabase(options()).catch(error => {
      database = undefined
      throw error
    })
    return database
  }
  const table = async (): Promise<Table<SentDirectly, string>> => (await open()).table('sent')

  /** @returns the ids of those that had to go */
  async function sweep(): Promise<string[]> {
    const sent = await table()
    let size = 0
    let count = 0
    const old: string[] = []
    await sent
      .orderBy('sentAt')
      .reverse()
      .each(file => {
        size += file.size
        count++
        if (count > kept.files || size > kept.size) old.push(file.attachmentId)
      })
    await sent.bulkDelete(old)
    return old
  }

  return {
    /** @returns the attachments whose copies went for it */
    async keep(file: SentDirectly): Promise<string[]> {
      await (await table()).put(file)
      return sweep()
    },
    /** It was posted with this message. */
    async place(attachmentId: string, seq: number) {
      await (await table()).update(attachmentId, { seq })
    },
    list: async (): Promise<SentDirectly[]> => (await table()).toArray(),
    read: async (attachmentId: string): Promise<SentDirectly | undefined> =>
      (await table()).get(attachmentId),
    /** All that was sent in this room with this content: the same file may have been sent again. */
    async find(roomId: number, sha256: string): Promise<SentDirectly[]> {
      return (await table())
        .where({ sha256 })
        .filter(file => file.roomId === roomId)
        .toArray()
    },
    forget: async (attachmentId: string) => (await table()).delete(attachmentId),
    async close() {
      ;(await database)?.close()
    },
    async delete() {
      ;(await database)?.close()
      await deleteDatabase(options())
    },
  }
}
