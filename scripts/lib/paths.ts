import { join } from 'node:path'

/** The checkout's top folder. */
export const root = join(import.meta.dirname, '..', '..')
export const desktop = join(root, 'desktop')
/** What the Electron app is started from, once built. */
export const desktopDist = join(desktop, 'dist')
