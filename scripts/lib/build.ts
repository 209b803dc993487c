import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fingerprint } from './fingerprint.ts'
import { withLock } from './lock.mjs'
import { desktop, desktopDist, root } from './paths.ts'
import { progress } from './progress.mjs'

interface Kind {
  /** For other people: without source maps. */
  release?: boolean
}

const stamp = join(desktopDist, 'stamp')
const sources = [
  'desktop/src',
  'desktop/package.json',
  'desktop/vite.config.ts',
  'shared/src',
  'scripts/lib/bundle.ts',
  'package-lock.json',
]

/** Builds desktop/dist from its sources, unless it was built from just these. A failed build leaves the last one in place. */
export async function buildDesktop({ release = false }: Kind = {}): Promise<void> {
  await withLock(`build ${desktopDist}`, async () => {
    const wanted = `${release ? 'release' : 'development'} ${await fingerprint(root, sources)}\n`
    if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return
    await progress('Building the app', () => build(wanted, release))
  })
}

/** The bundlers are loaded only when there is something to build. */
async function build(wanted: string, release: boolean) {
  const { bundleApp } = await import('./bundle.ts')
  const out = join(desktop, 'out')
  await mkdir(out, { recursive: true })
  const draft = await mkdtemp(join(out, 'build-'))
  try {
    await bundleApp(draft, { sourcemap: !release })
    await writeFile(join(draft, 'stamp'), wanted)
    await rm(desktopDist, { recursive: true, force: true })
    await rename(draft, desktopDist)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}
