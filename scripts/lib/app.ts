import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { wasOpenWords } from '../../desktop/src/main/second-instance.ts'
import { buildDesktop } from './build.ts'
import { describeElectron, findElectron } from './electron.ts'
import { Trouble } from './ending.ts'
import { desktop } from './paths.ts'
import { type Running, startProcess } from './processes.ts'

/** An app that was opened, or that found another one open, to which it handed the server over. */
export type RunningApp = Running & {
  /** Known once it has exited. */
  wasOpen: () => boolean
}

/** Builds the desktop app if need be and opens it on this server. What it prints is shown only when it fails. */
export async function startApp(serverUrl: string): Promise<RunningApp> {
  const electron = await findElectron()
  await buildDesktop()
  console.log(`Opening the app in ${describeElectron(electron)}`)
  const env = { CHATTER_SERVER_URL: serverUrl }
  const app = await startProcess(electron.executable, [...electron.args, desktop], { env })
  const told = once(app.child, 'close')
  const exited = app.exited.then(async code => {
    // Its last words may come a moment after its end.
    await Promise.race([told, sleep(1_000, undefined, { ref: false })])
    if (code !== 0) throw new Trouble(`The app ended with code ${code}. It said:\n${app.lastWords()}`)
    return code
  })
  exited.catch(() => {})
  return { ...app, exited, wasOpen: () => app.lastWords().includes(wasOpenWords) }
}
