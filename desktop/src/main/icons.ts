import { join } from 'node:path'
import { app } from 'electron'

/** The path of one of the app's pictures. */
export function icon(name: string): string {
  return join(app.getAppPath(), 'build', 'icons', name)
}

/** The same for other programs, which cannot look into the archive of a packed app. */
export function unpackedIcon(name: string): string {
  return icon(name).replace('app.asar', 'app.asar.unpacked')
}
