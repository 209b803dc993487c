import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

const env = process.env

/** The folder for what can be fetched again: `CHATTER_CACHE_DIR`, or the place this system keeps for it. */
export const cacheFolder = env.CHATTER_CACHE_DIR || join(systemCache(), 'chatter')

function systemCache() {
  if (process.platform === 'win32') return env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches')
  return env.XDG_CACHE_HOME || join(homedir(), '.cache')
}

/**
 * The folder `name` in the cache, filled by `fill` the first time. It appears whole or not at all: it is filled under
 * another name and then renamed; of two runs at once, the later one takes what the earlier one made.
 *
 * @param {string} name
 * @param {(folder: string) => Promise<unknown>} fill
 * @returns {Promise<string>}
 */
export async function cachedFolder(name, fill) {
  const folder = join(cacheFolder, name)
  if (existsSync(folder)) return folder
  await mkdir(cacheFolder, { recursive: true })
  const draft = await mkdtemp(join(cacheFolder, '.draft-'))
  try {
    await fill(draft)
    await rename(draft, folder).catch(error => {
      if (!existsSync(folder)) throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return folder
}
