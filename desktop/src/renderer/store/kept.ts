/** What a person has on this machine: the cache of what the server said, and what they wrote. */
import { openCache } from './cache.ts'
import { databaseName, type Owner, type Storage } from './database.ts'
import { openWriting } from './writing.ts'

type Kept = ReturnType<typeof openBoth>

let early: { name: string; kept: Kept } | undefined

/** Begins to open it before it is known that it is asked for: that takes a tenth of a second, in which the page starts. */
export function openKeptEarly(owner: Owner): void {
  early = { name: databaseName('cache', owner), kept: openBoth(owner, pageStorage()) }
}

/** Opens it, or goes on with what was begun. */
export async function openKept(owner: Owner, storage?: Storage): Promise<Awaited<Kept>> {
  const begun = storage ? undefined : early
  if (begun) early = undefined
  if (begun?.name === databaseName('cache', owner)) return begun.kept
  void begun?.kept.then(close)
  return openBoth(owner, storage ?? pageStorage())
}

async function openBoth(owner: Owner, storage: Storage) {
  const [cache, writing] = await Promise.all([openCache(owner, storage), openWriting(owner, storage)])
  return { cache, writing }
}

function close({ cache, writing }: Awaited<Kept>) {
  void cache.close()
  writing.close()
}

const pageStorage = (): Storage => ({ indexedDB, IDBKeyRange })
