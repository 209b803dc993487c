import { join } from 'node:path'
import { app } from 'electron'

/** The path of one of the app's pictures. */
export function icon(name: string): string {
  return join(app.getAppPath(), 'build', 'icons', name)
}
