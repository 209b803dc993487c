/** How the page is served: from which files, under which policy. */
import { extname, join, resolve, sep } from 'node:path'
import { fileScheme } from './attachment-address.ts'

export const pageScheme = 'app'
const pageOrigin = `${pageScheme}://chatter`
export const pageUrl = `${pageOrigin}/index.html`

/**
 * Nothing but the app's own files runs or is shown. It may connect anywhere, because the person chooses the server,
 * and a server of one's own may well speak plain HTTP inside the house.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  `img-src 'self' data: blob: ${fileScheme}:`,
  `media-src blob: ${fileScheme}:`,
  "font-src 'self'",
  "connect-src 'self' http: https: ws: wss:",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

/** Headers of a file of the page. A type that is not listed is never guessed. */
export function pageHeaders(path: string): Record<string, string> {
  return {
    'content-type': types[extname(path)] ?? 'application/octet-stream',
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  }
}

/** The file that an address of the page names, or undefined when it names none inside `folder`. */
export function pageFile(folder: string, address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !isPageUrl(address)) return undefined
  const name = decode(url.pathname)
  if (name === undefined || /[\\\0]/.test(name)) return undefined
  const path = resolve(join(folder, name === '/' ? 'index.html' : name))
  return path.startsWith(resolve(folder) + sep) ? path : undefined
}

/** Whether an address belongs to the app's own page. */
export function isPageUrl(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host, username, password } = new URL(address)
  return protocol === `${pageScheme}:` && host === 'chatter' && username === '' && password === ''
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
