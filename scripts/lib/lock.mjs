import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cacheFolder } from './cache.mjs'

/** Who holds a lock gives a sign of life this often, and who waits for it looks this often. In milliseconds. */
const [signing, looking] = [1000, 200]

/** Who waits this long, in milliseconds, says so. */
const patience = 4000

/**
 * Who gave no sign for this long, in milliseconds, has died, even if its process number is in use: containers give the same
 * numbers again. A busy machine keeps nobody silent for so long.
 */
const longestSilence = 15_000

/** So many looks have to see the silence: when a machine has slept, all have been silent, and its holders wake with us. */
const leastLooks = 15

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
  const lock = await waitFor(file, name)
  const signs = setInterval(() => lock.utimes(new Date(), new Date()).catch(() => {}), signing).unref()
  try {
    return await work()
  } finally {
    clearInterval(signs)
    await release(lock, file)
  }
}

/**
 * @param {string} file
 * @param {string} name
 */
async function waitFor(file, name) {
  let sign = 0
  let looks = 0
  for (let waited = 0; ; waited += looking) {
    const lock = await take(file)
    if (lock) return lock
    const holder = await findHolder(file)
    looks = holder.sign === sign ? looks + 1 : 0
    sign = holder.sign
    if (hasDied(holder, looks)) await rm(file, { force: true })
    if (waited === patience)
      console.log(`Waiting for process ${holder.pid}, which does the same already (${name}) …`)
    await sleep(looking)
  }
}

/** @param {string} file */
async function take(file) {
  const lock = await open(file, 'wx').catch(() => undefined)
  await lock?.writeFile(String(process.pid))
  return lock
}

/**
 * @param {import('node:fs/promises').FileHandle} lock
 * @param {string} file
 */
async function release(lock, file) {
  const { nlink } = await lock.stat()
  await lock.close()
  // Who was taken for dead has lost it, and the file is another's now.
  if (nlink > 0) await rm(file, { force: true })
}

/**
 * Whose lock it is, and when they gave a sign of life last. A moment after it was taken it has no number yet.
 *
 * @param {string} file
 */
async function findHolder(file) {
  const pid = Number(await readFile(file, 'utf8').catch(() => ''))
  const { mtimeMs: sign } = await stat(file).catch(() => ({ mtimeMs: Date.now() }))
  return { pid, sign }
}

/**
 * @param {{ pid: number, sign: number }} holder
 * @param {number} looks
 */
function hasDied({ pid, sign }, looks) {
  if (pid && !isRunning(pid)) return true
  return looks >= leastLooks && Date.now() - sign > longestSilence
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
