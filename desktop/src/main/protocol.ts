import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, protocol } from 'electron'
import { pageFile, pageHeaders, pageScheme } from './page-files.ts'

/** Makes `app://chatter` an origin like any other: with storage, fetch and cached code. Must happen before `ready`. */
export function setupScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: pageScheme, privileges }])
}

/** Serves the page from the app's own files. */
export function setupPage(): void {
  const folder = join(app.getAppPath(), 'dist', 'renderer')
  protocol.handle(pageScheme, async ({ url }) => {
    const path = pageFile(folder, url)
    const content = path && (await readFile(path).catch(() => undefined))
    if (!path || !content) return new Response('Not found', { status: 404, headers: pageHeaders('.txt') })
    return new Response(new Uint8Array(content), { headers: pageHeaders(path) })
  })
}
