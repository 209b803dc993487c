import { join } from 'node:path'
import { app, protocol } from 'electron'
import { fileScheme } from './attachment-address.ts'
import { pageFile, pageHeaders, pageScheme } from './page-files.ts'

/**
 * Makes `app://chatter` an origin like any other: with storage, fetch and cached code. Files of servers are pictures and
 * recordings, which stream; nothing fetches them. Must happen before `ready`.
 */
export function setupScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges },
    { scheme: fileScheme, privileges: { standard: true, secure: true, stream: true } },
  ])
}

/**
 * Serves the page from the app's own files. Chromium reads them itself: with `protocol.handle`, every file would pass
 * through this process's JavaScript, and the first paint came a fifth of a second later.
 */
export function setupPage(): void {
  const folder = join(app.getAppPath(), 'dist', 'renderer')
  protocol.registerFileProtocol(pageScheme, ({ url }, answer) => {
    const path = pageFile(folder, url)
    if (path) answer({ path, headers: pageHeaders(path) })
    else answer({ error: fileNotFound })
  })
}

/** Chromium's ERR_FILE_NOT_FOUND. */
const fileNotFound = -6
