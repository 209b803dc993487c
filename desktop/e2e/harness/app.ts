import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { findElectron } from '../../../scripts/lib/electron.ts'
import { desktop } from '../../../scripts/lib/paths.ts'
import { type Running, startProcess } from '../../../scripts/lib/processes.ts'
import { findDesk } from './desk.ts'
import { afterTests, newFolder } from './leftovers.ts'

export type LaunchOptions = {
  /** Where the app keeps what it knows; a new folder when not given. */
  profileDir?: string
  serverUrl?: string
  env?: Record<string, string>
  /** The app's own arguments, such as a deep link. */
  args?: string[]
}

/** A running Chatter: a process of its own, with its window. */
export type App = {
  electron: ElectronApplication
  page: Page
  profileDir: string
  /** What the page complained of: broken policies, uncaught errors. */
  complaints: string[]
  /** Of its own process. */
  pid: number
  /** Whether that process has ended. */
  isGone(): boolean
  /** Ends it as a crash would, and waits until it is gone. */
  kill9(): Promise<void>
  /** Quits it as a person would. */
  close(): Promise<void>
}

/** How long something may take to show, in milliseconds: a machine may have little time for us. */
const patience = 60_000

/** Opens the built app on the desk and waits for its window. */
export async function launchApp(options: LaunchOptions = {}): Promise<App> {
  const { profileDir = await newFolder('profile') } = options
  const gate = join(import.meta.dirname, 'gate')
  // Playwright would otherwise pretend a light theme.
  const electron = await _electron.launch({
    ...(await howToStart(gate, { ...options, profileDir })),
    colorScheme: null,
  })
  const ends = endings(electron)
  afterTests(ends.close)
  const page = await electron.firstWindow({ timeout: patience })
  page.setDefaultTimeout(patience)
  const complaints: string[] = []
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(String(error)))
  await page.waitForLoadState('domcontentloaded')
  return { electron, page, profileDir, complaints, ...ends }
}

/** Starts the app without holding its hand, because it is to end by itself. */
export async function startApp(options: LaunchOptions & { profileDir: string }): Promise<Running> {
  const { executablePath, args, env } = await howToStart(desktop, options)
  return startProcess(executablePath, args, { env })
}

async function howToStart(folder: string, options: LaunchOptions & { profileDir: string }) {
  const { profileDir, serverUrl, env, args = [] } = options
  const runtime = await findElectron()
  return {
    executablePath: runtime.executable,
    args: [...runtime.args, folder, ...args],
    env: {
      ...(process.env as Record<string, string>),
      LANG: 'en_US.UTF-8',
      ...(await findDesk()),
      CHATTER_PROFILE_DIR: profileDir,
      ...(serverUrl && { CHATTER_SERVER_URL: serverUrl }),
      ...env,
    },
  }
}

function endings(electron: ElectronApplication) {
  const child = electron.process()
  const gone = new Promise<true>(resolve => child.once('exit', () => resolve(true)))
  const isGone = () => child.exitCode !== null || child.signalCode !== null
  return {
    pid: child.pid!,
    isGone,
    async kill9() {
      child.kill('SIGKILL')
      await gone
    },
    async close() {
      if (isGone()) return
      await electron.evaluate(({ app }) => app.quit()).catch(() => {})
      if (await Promise.race([gone, sleep(30_000, false, { ref: false })])) return
      child.kill('SIGKILL')
      throw new Error('The app did not quit.')
    },
  }
}

/** Whether a page only complains that the server, or the network on the way there, was gone; of a file, the app itself says that. */
export function isOfNetwork(complaint: string): boolean {
  return /ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|status of 502|WebSocket .* closed before/.test(
    complaint,
  )
}
