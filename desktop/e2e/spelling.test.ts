import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { type App, launchApp } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { newFolder } from './harness/leftovers.ts'
import { ada, isIn, signUp } from './harness/people.ts'
import { startServerProcess } from './harness/server.ts'

/** What the context menu would say about the word under the pointer. */
async function rightClickOnComposer({ electron, page }: App) {
  const told = electron.evaluate(
    ({ BrowserWindow }) =>
      new Promise<{ word: string; suggestions: string[] }>(resolve =>
        BrowserWindow.getAllWindows()[0]!.webContents.once('context-menu', (_event, params) =>
          resolve({ word: params.misspelledWord, suggestions: params.dictionarySuggestions }),
        ),
      ),
  )
  await page.getByRole('textbox', { name: 'Message' }).click({ button: 'right', position: { x: 30, y: 16 } })
  const answer = await told
  await page.keyboard.press('Escape')
  return answer
}

test('spelling is checked with the dictionary of the machine, and nothing is fetched', async () => {
  const server = await startServerProcess()
  const folder = await newFolder('dictionaries')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'en_US.aff'), 'SET UTF-8\nTRY elhorwd\nSFX S Y 1\nSFX S 0 s .\n')
  await writeFile(join(folder, 'en_US.dic'), '2\nhello\nworld/S\n')
  const app = await signUp(ada, { serverUrl: server.url, env: { DICPATH: folder } })
  const composer = app.page.getByRole('textbox', { name: 'Message' })
  await eventually(async () => {
    // What was typed before the dictionary was there is not looked at again.
    await composer.fill('')
    await composer.pressSequentially('helo worlds ')
    assert.deepEqual(await rightClickOnComposer(app), { word: 'helo', suggestions: ['hello'] })
  })
  await composer.fill('')
  await composer.pressSequentially('worlds hello ')
  assert.equal((await rightClickOnComposer(app)).word, '')
  const { profileDir } = app
  await app.close()

  // From the second start on, the dictionary is there from the beginning.
  const again = await launchApp({ profileDir, serverUrl: server.url, env: { DICPATH: folder } })
  await isIn(again)
  const languages = await again.electron.evaluate(({ session }) =>
    session.defaultSession.getSpellCheckerLanguages(),
  )
  assert.deepEqual(languages, ['en-US'])
  await again.close()
})
