import { Dexie } from 'dexie'

/** Where databases are kept: the browser's own, or one in memory for tests. */
export type Storage = { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange }

/** Whose data it is: one person on one server. */
export type Owner = { serverUrl: string; accountId: number }

export type Tables = Record<string, string>

export type OpenOptions = {
  name: string
  tables: Tables
  /** Raised with each table that is added. */
  version?: number
  storage: Storage
  /** `strict`: a write has reached the disk when it resolves. `relaxed`: it may be lost with the power, but never in part. */
  durability: 'strict' | 'relaxed'
}

/** Opens a database of this app. One that cannot be opened stays as it is: the disk may only be full, or locked for a while. */
export async function openDatabase(options: OpenOptions): Promise<Dexie> {
  return define(options).open()
}

/** Opens a database of what can be fetched again: one that cannot be opened is deleted and made anew. */
export async function openReplaceable(options: OpenOptions): Promise<Dexie> {
  try {
    return await openDatabase(options)
  } catch (error) {
    console.error(`The database ${options.name} cannot be opened and is made anew.`, error)
    await deleteDatabase(options)
    return openDatabase(options)
  }
}

/** Deletes a database, also one that cannot be opened. */
export async function deleteDatabase(options: OpenOptions): Promise<void> {
  await define(options).delete()
}

function define({ name, tables, version = 1, storage, durability }: OpenOptions): Dexie {
  const { indexedDB, IDBKeyRange } = storage
  const options = {
    indexedDB,
    IDBKeyRange,
    chromeTransactionDurability: durability,
    cache: 'disabled' as const,
  }
  const database = new Dexie(name, options)
  database.version(version).stores(tables)
  return database
}

export function databaseName(what: 'cache' | 'writing' | 'sent', { serverUrl, accountId }: Owner): string {
  return `chatter ${what} ${accountId} ${serverUrl}`
}
