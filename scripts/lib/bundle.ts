import { join } from 'node:path'
import { type BuildOptions, build as bundle } from 'esbuild'
import { build as buildPage } from 'vite'
import { desktop } from './paths.ts'

/** Bundles the three parts of the app into `folder`: main/main.mjs, preload/preload.cjs, and renderer/ with index.html and early.js. */
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
  await bundle({ ...early(folder), sourcemap })
}

/**
 * A module for Electron's Node 20, and one for the thread that it starts; what the first paint does not need is in files of
 * its own. node-notifier stays outside, beside the programs it carries.
 */
function mainProcess(folder: string): BuildOptions {
  return {
    entryPoints: {
      main: join(desktop, 'src/main/main.ts'),
      'dictionary.worker': join(desktop, 'src/main/spelling/dictionary.worker.ts'),
    },
    outdir: join(folder, 'main'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
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

/** What the page runs before its own code is read, beside that code. */
function early(folder: string): BuildOptions {
  return {
    entryPoints: [join(desktop, 'src/renderer/early/early.ts')],
    outfile: join(folder, 'renderer/early.js'),
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'chrome130',
    format: 'iife',
    external: ['*.css'],
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
