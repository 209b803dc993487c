import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cacheFolder } from './cache.mjs'

/**
 * Does the work while no other process on this machine does work under the same name. The lock of a process that
 * died is taken over.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, work) {
  const folder = join(cacheFolder, 'locks')
  await mkdir(folder, { recursive: true })
  const file = join(folder, createHash('sha256').update(name).digest('hex').slice(0, 24))
  while (!(await take(file))) await sleep(200)
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

/** @param {string} file */
async function take(file) {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    if (await isStale(file)) await rm(file, { force: true })
    return false
  }
}

/**
 * The holder has died, or died before it could write its name.
 *
 * @param {string} file
 */
async function isStale(file) {
  const holder = Number(await readFile(file, 'utf8').catch(() => ''))
  if (holder) return !isRunning(holder)
  const since = await stat(file).catch(() => undefined)
  return since !== undefined && Date.now() - since.mtimeMs > 5000
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
