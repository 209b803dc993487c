/** The only door between the page and this process. What passes is listed in `bridge.ts` and checked on both ways. */
import { type IpcMainInvokeEvent, ipcMain } from 'electron'
import type { Answers } from '../bridge/answers.ts'
import type { Signal, SignalName } from '../bridge/bridge.ts'
import { currentWindow } from './current-window.ts'
import { isPageUrl } from './page-files.ts'

/** Answers the page. The rejections that it gets are fit for its log. */
export function setupIpc(answers: Answers): void {
  ipcMain.handle('bridge', async (event, name: unknown, request: unknown) => {
    if (!isOurPage(event)) throw new Error('Only the page of Chatter is answered.')
    const { checkAnswer, checkRequest, isRequestName } = await loadChecks()
    if (!isRequestName(name)) throw new Error('There is no such request.')
    const answer: unknown = await answers[name](checkRequest(name, request) as never)
    return checkAnswer(name, answer)
  })
}

/** The checks bring the schemas' library, which the window does not wait for: best called while the page is loading. */
export function loadChecks(): Promise<typeof import('./ipc-checks.ts')> {
  return import('./ipc-checks.ts')
}

/** Tells the page, if it is there. */
export function signal<Name extends SignalName>(name: Name, payload: Signal<Name>): void {
  const contents = currentWindow()?.webContents
  if (contents && !contents.isDestroyed() && !contents.isCrashed()) contents.send(name, payload)
}

/** A frame inside the page, or a page of another origin, is somebody else. */
function isOurPage({ senderFrame }: IpcMainInvokeEvent): boolean {
  const contents = currentWindow()?.webContents
  return senderFrame !== null && senderFrame === contents?.mainFrame && isPageUrl(senderFrame.url)
}
