import type { Destination } from '../bridge/bridge.ts'
import { currentWindow } from './current-window.ts'
import { signal } from './ipc.ts'
import { showWindow } from './window.ts'

let isPageListening = false
let waiting: Destination | undefined

/** Follows whether there is a page that can be told where to go. */
export function setupDestinations(): void {
  currentWindow()?.webContents.on('did-start-loading', () => {
    isPageListening = false
  })
}

/** Focus first, then go there: the person sees at once that the click worked. */
export function openDestination(destination: Destination): void {
  showWindow()
  if (isPageListening) signal('destination:opened', destination)
  else waiting = destination
}

/** The page has started, and hears from here on. */
export function releaseDestination(): void {
  isPageListening = true
  if (waiting) signal('destination:opened', waiting)
  waiting = undefined
}
