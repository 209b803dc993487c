import { app } from 'electron'
import { deepLinkScheme, findDeepLink, parseDeepLink } from './deep-link.ts'
import { openDestination } from './destinations.ts'
import { showWindow } from './window.ts'

/** Follows `chatter://` links: that this app was started with, that a second one was, or that macOS hands over. */
export function setupDeepLinks(): void {
  follow(findDeepLink(process.argv))
  app.on('second-instance', (_event, args) => {
    showWindow()
    follow(findDeepLink(args))
  })
  app.on('open-url', (event, link) => {
    event.preventDefault()
    follow(parseDeepLink(link))
  })
}

/** Only an installed app may tell the system that it opens such links: a checkout would outlive itself there. */
export function registerDeepLinks(): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient(deepLinkScheme)
}

function follow(destination: ReturnType<typeof parseDeepLink>) {
  if (destination) openDestination(destination)
}
