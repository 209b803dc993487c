import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cacheFolder } from './cache.mjs'
import { electronPackage, hasFallback } from './electron-fallback.ts'
import { withLock } from './lock.mjs'
import { type Running, startProcess } from './processes.ts'
import { progress } from './progress.mjs'

const day = 24 * 60 * 60 * 1000
const patience = 20_000
const failureNote = join(cacheFolder, 'electron-download-failed')

/**
 * Runs electron's own install script and answers whether Electron is there now. It may take as long as bytes arrive;
 * after 20 s without any, it is given up. Where there is a fallback, it is not tried again for a day then.
 */
export async function downloadElectron(): Promise<boolean> {
  if (!(await isWorthTrying())) return false
  await mkdir(cacheFolder, { recursive: true })
  return withLock(`electron ${electronPackage}`, async () => {
    if (isInstalled()) return true
    const arrived = await progress('Downloading Electron', download).catch(() => false)
    if (!arrived) await writeFile(failureNote, `${new Date().toISOString()}\n`)
    return arrived
  })
}

function isInstalled() {
  return existsSync(join(electronPackage, 'path.txt'))
}

/** Whether a download may succeed where one failed before, or nothing else can be taken, so that it has to be tried. */
export async function isWorthTrying(platform = process.platform, arch = process.arch): Promise<boolean> {
  return !hasFallback(platform, arch) || !(await failedToday())
}

async function failedToday() {
  const note = await stat(failureNote).catch(() => undefined)
  return note !== undefined && Date.now() - note.mtimeMs < day
}

async function download() {
  const folder = await mkdtemp(join(cacheFolder, '.draft-'))
  try {
    const env = { TMPDIR: folder, TEMP: folder, TMP: folder }
    const script = await startProcess(process.execPath, [join(electronPackage, 'install.js')], { env })
    await Promise.race([script.exited, stopWhenStalled(script, folder)])
    if (!isInstalled()) throw new Error(script.lastWords())
    return true
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function stopWhenStalled(script: Running, folder: string) {
  let size = 0
  for (let still = 0; still < patience && script.child.exitCode === null; still += 1000) {
    await sleep(1000)
    const now = await sizeOf(folder)
    if (now !== size) still = 0
    size = now
  }
  await script.kill()
}

/** The download's temporary file grows here, and then what is unpacked grows in electron's own folder. */
async function sizeOf(folder: string) {
  const places = [folder, join(electronPackage, 'dist')]
  const entries = await Promise.all(places.map(place => readdir(place, { recursive: true }).catch(() => [])))
  const paths = entries.flatMap((names, place) => names.map(name => join(places[place]!, name)))
  const sizes = await Promise.all(
    paths.map(path =>
      stat(path)
        .then(({ size }) => size)
        .catch(() => 0),
    ),
  )
  return sizes.reduce((sum, each) => sum + each, 0)
}
