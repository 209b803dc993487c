import { app } from 'electron'
import { config } from './config.ts'
import { currentWindow } from './current-window.ts'
import { readHandedOver } from './second-instance.ts'

let chosen = config.serverUrl

/** The server that the app was started for last, if any. */
export function chosenServer(): string | null {
  return chosen
}

/** A second app that was started for another server leads this one there: its page starts anew, and keeps what was written. */
export function setupServerChoice(): void {
  app.on('second-instance', (_event, _args, _folder, data) => {
    const { serverUrl } = readHandedOver(data)
    if (serverUrl === null || serverUrl === chosen) return
    chosen = serverUrl
    currentWindow()?.reload()
  })
}
