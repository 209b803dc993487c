import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Takes a data folder for this process alone, and returns what gives it back. Two servers on one embedded database would
 * not hear each other's news. The lock is the operating system's, held through SQLite, which knows how on each of them;
 * it goes with the process, however that ends.
 * @throws Error fit for people when another server has the folder
 */
export function lockFolder(folder: string): () => void {
  const lock = new DatabaseSync(join(folder, 'server.lock'))
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode !== busy) throw error
    throw new Error(`Another server is using the data folder ${folder}. Stop it, or choose another folder.`)
  }
  return () => lock.isOpen && lock.close()
}

const busy = 5
