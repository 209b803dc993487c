import { buildDesktop } from './build.ts'
import { describeElectron, findElectron } from './electron.ts'
import { Trouble } from './ending.ts'
import { desktop } from './paths.ts'
import { type Running, startProcess } from './processes.ts'

/** Builds the desktop app if need be and opens it on this server. What it prints is shown only when it fails. */
export async function startApp(serverUrl: string): Promise<Running> {
  const electron = await findElectron()
  await buildDesktop()
  console.log(`Opening the app in ${describeElectron(electron)}`)
  const env = { CHATTER_SERVER_URL: serverUrl }
  const app = await startProcess(electron.executable, [...electron.args, desktop], { env })
  const exited = app.exited.then(code => {
    if (code !== 0) throw new Trouble(`The app ended with code ${code}. It said:\n${app.lastWords()}`)
    return code
  })
  exited.catch(() => {})
  return { ...app, exited }
}
