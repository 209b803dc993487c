import { resolve } from 'node:path'
import { app } from 'electron'
import { config } from './config.ts'
import type { HandedOver } from './second-instance.ts'

/** Settles where this app keeps what it knows, and by which name Windows knows its notifications. */
export function setupProfile(): void {
  app.setAppUserModelId('chat.chatter.desktop')
  if (config.profileFolder) app.setPath('userData', resolve(config.profileFolder))
}

/**
 * Whether this is the first app of its profile folder. A second one ends at once; the first comes to the front instead,
 * and is told how the second was called (see `deep-links.ts`) and for which server (see `server-choice.ts`).
 */
export function isFirstInstance(): boolean {
  const handedOver: HandedOver = { serverUrl: config.serverUrl }
  return app.requestSingleInstanceLock(handedOver)
}
