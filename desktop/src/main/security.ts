/**
 * The page is held to what it is: one document, from our own files. Whatever it was tricked into, it opens no window,
 * goes nowhere, and asks the system for nothing that it does not need.
 */
import { app, session } from 'electron'
import { openLink } from './links.ts'
import { isPageUrl } from './page-files.ts'

/**
 * Copying is what a chat needs. The others are how newer Chromiums ask before a page reaches a server in the same house
 * or on the same machine; which server that is was the person's choice. Data channels between apps need none, and as
 * camera and microphone are refused, Chromium tells others this machine's addresses only under names of the hour (mDNS).
 */
const permitted = new Set<string>([
  'clipboard-sanitized-write',
  'local-network',
  'local-network-access',
  'loopback-network',
])

/** Must happen before the first window. */
export function setupSecurity(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-frame-navigate', event => {
      const isReload = event.isMainFrame && event.url === contents.getURL() && isPageUrl(event.url)
      if (!isReload) event.preventDefault()
    })
    contents.on('will-redirect', event => event.preventDefault())
    contents.on('will-attach-webview', event => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      void openLink(url).catch(error => console.warn(error.message))
      return { action: 'deny' }
    })
  })
}

/** Answers what the page asks of the system. Possible from `ready` on. */
export function setupPermissions(): void {
  const isPermitted = (permission: string, origin: string) => permitted.has(permission) && isPageUrl(origin)
  session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) =>
    isPermitted(permission, origin),
  )
  session.defaultSession.setPermissionRequestHandler((_contents, permission, reply, { requestingUrl }) =>
    reply(isPermitted(permission, requestingUrl)),
  )
  session.defaultSession.setDevicePermissionHandler(() => false)
}
