/** Chatter's app, opened as a person would, with its page at hand. */
import { join } from 'node:path'
import { _electron, type Page } from 'playwright-core'
import { findElectron } from '../lib/electron.ts'
import { desktop } from '../lib/paths.ts'
import { onAllCores } from './cores.ts'

export type ChatterApp = {
  page: Page
  /** Another window of the same runtime, of the same size and in the same place, with nothing in it. */
  openEmpty(): Promise<Page>
  quit(): Promise<void>
}

/** A window that opens while Playwright is still attaching may never be told to it; behind this gate it waits. */
const gate = join(desktop, 'e2e', 'harness', 'gate')

/** @param env of the screen, the bus and the app */
export async function openChatter(env: Record<string, string>): Promise<ChatterApp> {
  const electron = await findElectron()
  const app = await onAllCores(() =>
    _electron.launch({
      executablePath: electron.executable,
      args: [...electron.args, gate],
      env: { ...(process.env as Record<string, string>), ...env },
    }),
  )
  return {
    page: await app.firstWindow(),
    async openEmpty() {
      const opened = app.waitForEvent('window')
      await app.evaluate(({ BrowserWindow }) => {
        const bounds = BrowserWindow.getAllWindows()[0]!.getBounds()
        const webPreferences = { sandbox: true, partition: 'empty' }
        void new BrowserWindow({ ...bounds, webPreferences }).loadURL('about:blank')
      })
      return opened
    },
    async quit() {
      await app.evaluate(({ app }) => app.quit()).catch(() => {})
      await app.close()
    },
  }
}

/** Runs in the page: how many messages its cache holds. */
export async function countCached(): Promise<number> {
  const names = (await indexedDB.databases()).map(({ name }) => name ?? '')
  const name = names.find(one => one.includes('cache'))
  if (name === undefined) return 0
  const ask = <Answer>(request: IDBRequest<Answer>) =>
    new Promise<Answer>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  const database = await ask(indexedDB.open(name))
  const count = await ask(database.transaction('messages').objectStore('messages').count())
  database.close()
  return count
}

export async function signUp(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Sign up' }).click()
  await page.getByLabel('User name').fill('ada')
  await page.getByLabel('Display name').fill('Ada Lovelace')
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await page.getByRole('log').waitFor()
}
