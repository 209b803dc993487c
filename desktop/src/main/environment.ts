import { hostname } from 'node:os'
import { app } from 'electron'
import type { Environment } from '../bridge/bridge.ts'
import { systemLocales } from './language.ts'
import { secretsAreEncrypted } from './secrets.ts'
import { chosenServer } from './server-choice.ts'
import { chosenTheme } from './theme.ts'

const systems = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' } as const

/** What the page is told when it starts. */
export function readEnvironment(): Environment {
  const platform = process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux'
  return {
    version: app.getVersion(),
    platform,
    locales: systemLocales(),
    serverUrl: chosenServer(),
    device: `Chatter on ${systems[platform]} (${hostname()})`.slice(0, 100),
    theme: chosenTheme(),
    secretsAreEncrypted: secretsAreEncrypted(),
  }
}
