import { join } from 'node:path'
import { type BuildOptions, build as bundle } from 'esbuild'
import { build as buildPage } from 'vite'
import { desktop } from './paths.ts'

/** Bundles the three parts of the app into `folder`: main/main.mjs, preload/preload.cjs and renderer/index.html. */
export async function bundleApp(folder: string, { sourcemap }: { sourcemap: boolean }): Promise<void> {
  await Promise.all([
    bundle({ ...mainProcess(folder), sourcemap }),
    bundle({ ...preload(folder), sourcemap }),
  ])
  await buildPage({
    configFile: join(desktop, 'vite.config.ts'),
    build: { outDir: join(folder, 'renderer'), sourcemap },
    logLevel: 'warn',
  })
}

/** One module for Electron's Node 20. node-notifier stays outside, beside the programs it carries. */
function mainProcess(folder: string): BuildOptions {
  return {
    entryPoints: [join(desktop, 'src/main/main.ts')],
    outfile: join(folder, 'main/main.mjs'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['electron', 'node-notifier'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  }
}

/** A sandboxed preload script must be a single CommonJS file. */
function preload(folder: string): BuildOptions {
  return {
    entryPoints: [join(desktop, 'src/preload/preload.ts')],
    outfile: join(folder, 'preload/preload.cjs'),
    bundle: true,
    platform: 'browser',
    target: 'chrome130',
    format: 'cjs',
    external: ['electron'],
    logLevel: 'warning',
  }
}
