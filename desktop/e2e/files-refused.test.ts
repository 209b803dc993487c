import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { before, describe, test } from 'node:test'
import type { App } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { drag, makeFile, tray } from './harness/files.ts'
import { ada, postsOf, signUp } from './harness/people.ts'
import { composer, post, use } from './harness/posts.ts'
import { startServerProcess } from './harness/server.ts'
import { type SlowNetwork, startSlowNetwork } from './harness/slow-network.ts'

describe('files that a server does not take', () => {
  let network: SlowNetwork
  let app: App

  before(async () => {
    const server = await startServerProcess({
      CHATTER_LARGEST_FILE: '5000000',
      CHATTER_QUOTA_PER_PERSON: '6000000',
      CHATTER_FORBIDDEN_TYPES: 'video/*',
      CHATTER_FORBIDDEN_ENDINGS: 'exe',
    })
    network = await startSlowNetwork(server.url)
    app = await signUp(ada, { serverUrl: network.url, env: { LC_ALL: 'C.UTF-8' } })
  })

  const alert = () => app.page.getByRole('alert')
  const namesInTray = () => tray(app).locator('.file-name').allTextContents()
  const drop = (...files: { path: string }[]) =>
    drag(
      app,
      app.page.getByRole('main'),
      files.map(({ path }) => path),
    )
  const isSent = (words: string, files: string[]) =>
    eventually(async () => {
      assert.equal((await postsOf(app)).find(({ body }) => body === words)?.state, 'sent')
      assert.deepEqual(await post(app, words).locator('.file-name').allTextContents(), files)
    })

  test('[FILE45] [FILE5] each is refused at once, with the limit named; the words and the others stay', async () => {
    const large = await makeFile('큰 발표 자료.pptx', Buffer.alloc(7_000_000))
    const program = await makeFile('setup.exe', 'MZ')
    const film = await makeFile('clip.mp4', 1_000)
    const gone = await makeFile('gone.txt', 'here no more')
    const small = await makeFile('notes.txt', 'short')
    await rm(gone.path)
    await composer(app).fill('half a thought')
    const before = network.sent()
    await drop(large, program, film, gone, small)
    for (const words of [
      '큰 발표 자료.pptx is 7 MB. A file may have 5 MB at most here.',
      'setup.exe was left out. This server takes no .exe files.',
      'clip.mp4 was left out. This server takes no video/* files.',
      'gone.txt could not be read.',
    ])
      await alert().getByText(words, { exact: true }).waitFor()
    await eventually(async () => assert.deepEqual(await namesInTray(), ['notes.txt']))
    assert.equal(await composer(app).inputValue(), 'half a thought')
    assert.ok(network.sent() - before < 100_000, 'nothing of them was sent')
  })

  test('[FILE45] [FILE14] what goes over the quota is refused with what is left and whose it is', async () => {
    const [first, second] = [await makeFile('first.bin', 4_000_000), await makeFile('second.bin', 4_000_000)]
    await drop(first, second)
    await alert()
      .getByText('second.bin is 4 MB. Only 2 MB of your space is left here.', { exact: true })
      .waitFor()
    assert.deepEqual(await namesInTray(), ['notes.txt', 'first.bin'])
    await composer(app).press('Enter')
    await isSent('half a thought', ['notes.txt', 'first.bin'])
    // What was sent counts from then on.
    await drop(second)
    await alert()
      .getByText('second.bin is 4 MB. Only 2 MB of your space is left here.', { exact: true })
      .waitFor()
    assert.equal(await tray(app).count(), 0)
    await app.page.getByRole('button', { name: 'Dismiss' }).click()
    assert.equal(await alert().count(), 0)
  })

  test('[FILE45] what is dropped while a message is edited waits for the next one, and the edit goes on', async () => {
    await use(app, 'half a thought', 'Edit')
    await composer(app).fill('a whole thought')
    await drop(await makeFile('large.bin', Buffer.alloc(5_100_000)), await makeFile('next.txt', 'next'))
    await alert()
      .getByText('large.bin is 5.1 MB. A file may have 5 MB at most here.', { exact: true })
      .waitFor()
    await app.page.getByText('Files go with your next message, not with this edit.').waitFor()
    assert.deepEqual(await namesInTray(), ['next.txt'])
    assert.equal(await composer(app).inputValue(), 'a whole thought')
    await composer(app).press('Enter')
    await isSent('a whole thought', ['notes.txt', 'first.bin'])
    assert.deepEqual(await namesInTray(), ['next.txt'])
    await composer(app).fill('and more')
    await composer(app).press('Enter')
    await isSent('and more', ['next.txt'])
  })

  test('[SEC2] the page broke no policy and threw nothing', () => {
    assert.deepEqual(app.complaints, [])
  })
})
