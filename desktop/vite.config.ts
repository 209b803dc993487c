import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** In the built page, `early.js` starts the code, once the last screen is painted; until then it is only read. */
const leaveStartToEarly: Plugin = {
  name: 'leave-start-to-early',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: html =>
      html.replace(
        /<script type="module" crossorigin src="([^"]+)"><\/script>/g,
        '<link rel="modulepreload" crossorigin href="$1" />',
      ),
  },
}

/** The page: served from app://, under a policy that allows no inline scripts and no data: fonts. */
export default defineConfig({
  root: join(import.meta.dirname, 'src/renderer'),
  base: './',
  plugins: [react(), leaveStartToEarly],
  build: {
    outDir: join(import.meta.dirname, 'dist/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      output: {
        // What the first screen needs is one file: cut where later parts share it, it was fifty, read one by one.
        codeSplitting: { groups: [{ name: 'app', tags: ['$initial'] }] },
      },
    },
  },
})
