/** Files on their way out of a real window: dropped, pasted and picked, cut, killed, paused and cancelled. */
import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { type App, isOfNetwork, launchApp } from './harness/app.ts'
import { noisePngOf } from './harness/dropper.ts'
import { eventually } from './harness/eventually.ts'
import {
  copyFiles,
  copyPicture,
  copyWordsWithPicture,
  drag,
  makeFile,
  paste,
  pendingFile,
  pick,
  recordFilm,
  type TestFile,
  tray,
} from './harness/files.ts'
import { keptRows } from './harness/kept.ts'
import { newFolder } from './harness/leftovers.ts'
import { ada, grace, isIn, openDirect, openRoom, personIn, postsOf, signUp, write } from './harness/people.ts'
import { composer, post, use } from './harness/posts.ts'
import { createRoom, inSidebar, joinRoom, roomMenu } from './harness/rooms.ts'
import { type ServerProcess, startServerProcess } from './harness/server.ts'
import { type SlowNetwork, startSlowNetwork } from './harness/slow-network.ts'
import { focus, hide } from './harness/window.ts'

/** Names are not ASCII everywhere, and the app reads them as the machine's locale says. */
const env = { LC_ALL: 'C.UTF-8' }

describe('files are sent', () => {
  let server: ServerProcess
  let network: SlowNetwork
  let adasApp: App
  let gracesApp: App

  before(async () => {
    server = await startServerProcess({ CHATTER_LARGEST_FILE: String(20_000_000) })
    network = await startSlowNetwork(server.url)
    ;[adasApp, gracesApp] = await Promise.all([
      signUp(ada, { serverUrl: network.url, env }),
      signUp(grace, { serverUrl: server.url, env }),
    ])
    await personIn(adasApp, grace.displayName).waitFor()
  })

  const namesInTray = () => tray(adasApp).locator('.file-name').allTextContents()
  const adaSends = async (words: string) => {
    await composer(adasApp).fill(words)
    await composer(adasApp).press('Enter')
  }
  /** Grace's app has the post, with files of these names and contents. */
  const arrives = (words: string, ...files: Pick<TestFile, 'name' | 'sha256'>[]) =>
    eventually(async () => {
      const found = await attachmentsOn(gracesApp, words)
      assert.deepEqual(
        found,
        files.map(({ name, sha256 }) => ({ name, sha256 })),
      )
    })
  const isSent = (words: string) =>
    eventually(async () => {
      const posts = await postsOf(adasApp)
      assert.equal(posts.find(({ body }) => body === words)?.state, 'sent', JSON.stringify(posts.slice(-4)))
    })

  /** Until so many more bytes have left this machine: what the app has handed over may still be in its buffers. */
  const reachesServer = async (bytes: number) => {
    const goal = network.sent() + bytes
    await eventually(() => assert.ok(network.sent() >= goal))
  }

  test('[FILE49] picked, several at once and with words', async () => {
    const [notes, report] = [await makeFile('notes.txt', 'hello'), await makeFile('보고서 최종.pdf', 30_000)]
    await pick(adasApp, notes, report, await makeFile('empty.log', ''))
    await eventually(async () =>
      assert.deepEqual(await namesInTray(), ['notes.txt', '보고서 최종.pdf', 'empty.log']),
    )
    await tray(adasApp).getByRole('button', { name: 'Rename notes.txt' }).click()
    await adasApp.page.getByRole('textbox', { name: 'Name of the file' }).fill('plan.txt')
    await adasApp.page.keyboard.press('Enter')
    await tray(adasApp).getByRole('button', { name: 'Remove empty.log' }).click()
    await adaSends('two of three')
    await isSent('two of three')
    await arrives('two of three', { ...notes, name: 'plan.txt' }, report)
    assert.equal(await tray(adasApp).count(), 0)
  })

  test('[FILE59] a film comes with its first picture; the other plays it and seeks in it', async () => {
    const film = await recordFilm(adasApp, '발표 녹화.webm', 4)
    await pick(adasApp, film)
    await adaSends('a film')
    await isSent('a film')
    await openRoom(gracesApp, 'Lobby')
    const log = gracesApp.page.getByRole('log')
    const cover = log.getByRole('button', { name: `Play ${film.name}` })
    await eventually(async () =>
      assert.equal(
        await cover.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth > 0),
        true,
      ),
    )
    const [attachment] = await attachmentsOn(gracesApp, 'a film', 'width', 'height', 'duration')
    assert.deepEqual([attachment?.width, attachment?.height], [320, 180])
    // What a browser records does not say how long it is.
    assert.ok(Math.abs(Number(attachment?.duration) - 4) < 1, `${attachment?.duration} s`)
    await cover.click()
    const player = log.locator(`video[aria-label="${film.name}"]`)
    await player.waitFor()
    const state = () =>
      player.evaluate((video: HTMLVideoElement) => ({
        width: video.videoWidth,
        at: video.currentTime,
        isSeeking: video.seeking,
        isWaiting: video.readyState < 2,
      }))
    await eventually(async () => assert.ok((await state()).at > 0.3))
    await player.evaluate((video: HTMLVideoElement) => {
      video.pause()
      video.currentTime = 3
    })
    await eventually(async () =>
      assert.deepEqual(await state(), { width: 320, at: 3, isSeeking: false, isWaiting: false }),
    )
  })

  test('[FILE49] pasted, with its size known before anything was sent', async () => {
    await copyPicture(adasApp, 900, 500)
    await composer(adasApp).focus()
    await paste(adasApp)
    await tray(adasApp)
      .getByText(/Picture 20|\.png/)
      .first()
      .waitFor()
    await tray(adasApp).locator('img').waitFor()
    await adaSends('a picture')
    await isSent('a picture')
    await eventually(async () => {
      const [picture] = await attachmentsOn(gracesApp, 'a picture', 'name', 'type', 'width', 'height')
      assert.match(String(picture?.name), /^Picture .*\.png$/)
      assert.deepEqual([picture?.type, picture?.width, picture?.height], ['image/png', 900, 500])
    })
  })

  test('[FILE49] pasted as files, of any kind; and words, though a picture of them is beside', async () => {
    const pasted = [await makeFile('예산 2026.xlsx', 4_000), await makeFile('notes.md', '# Notes')]
    await copyFiles(adasApp, ...pasted)
    await composer(adasApp).focus()
    await paste(adasApp)
    await eventually(async () => assert.deepEqual(await namesInTray(), ['예산 2026.xlsx', 'notes.md']))
    await adaSends('from the clipboard')
    await arrives('from the clipboard', ...pasted)

    await copyWordsWithPicture(adasApp, 'A table of words')
    await composer(adasApp).focus()
    await paste(adasApp)
    await eventually(async () => assert.equal(await composer(adasApp).inputValue(), 'A table of words'))
    assert.equal(await tray(adasApp).count(), 0)
    await composer(adasApp).fill('')
  })

  test('[FILE49] dropped onto the room, and onto a room and a person in the side bar', async () => {
    const dropped = await makeFile('dropped.bin', 5_000)
    await drag(adasApp, adasApp.page.getByRole('log'), [dropped.path], { letGo: false })
    await adasApp.page.getByText('Drop to send in Lobby').waitFor()
    await drag(adasApp, adasApp.page.getByRole('main'), [dropped.path])
    await eventually(async () => assert.deepEqual(await namesInTray(), ['dropped.bin']))
    await adaSends('onto the room')
    await arrives('onto the room', dropped)

    await createRoom(adasApp, { name: 'Plans', kind: 'Private' })
    await drag(adasApp, inSidebar(adasApp, 'Lobby'), [dropped.path])
    await adasApp.page.getByRole('log', { name: 'Lobby' }).waitFor()
    await eventually(async () => assert.deepEqual(await namesInTray(), ['dropped.bin']))
    await adaSends('onto its line')
    await arrives('onto its line', dropped)

    await drag(adasApp, personIn(adasApp, grace.displayName), [dropped.path])
    await adasApp.page.getByRole('log', { name: grace.displayName }).waitFor()
    await eventually(async () => assert.deepEqual(await namesInTray(), ['dropped.bin']))
    await adaSends('for you')
    await isSent('for you')
    await openDirect(gracesApp, ada)
    await arrives('for you', dropped)
    await Promise.all([openRoom(adasApp, 'Lobby'), openRoom(gracesApp, 'Lobby')])
  })

  test('[FILE45] folders and what is too large are refused by name, and the rest is taken', async () => {
    const folder = join(await newFolder('drop'), 'holiday')
    await mkdir(folder)
    await writeFile(join(folder, 'a.txt'), 'a')
    const small = await makeFile('small.txt', 'small')
    const large = await makeFile('large.bin', Buffer.alloc(25_000_000))
    await drag(adasApp, adasApp.page.getByRole('main'), [folder, large.path, small.path])
    const alert = adasApp.page.getByRole('alert')
    await alert.getByText('holiday is a folder, and folders cannot be sent').waitFor()
    await alert.getByText('large.bin is 25 MB. A file may have 20 MB at most here.').waitFor()
    assert.deepEqual(await namesInTray(), ['small.txt'])
    await tray(adasApp).getByRole('button', { name: 'Remove small.txt' }).click()
    await adasApp.page.getByRole('button', { name: 'Dismiss' }).click()
    assert.equal(await alert.count(), 0)
  })

  test('[FILE40] posts behind a file wait for it, whatever is on the screen, and what is paused steps aside', async () => {
    network.allow(1_000_000)
    const file = await makeFile('slow.bin', 18_000_000)
    await pick(adasApp, file)
    await adaSends('first')
    await adaSends('second')
    await pendingFile(adasApp, 'slow.bin')
      .getByText(/of 18 MB · .*\/s · .* left/)
      .waitFor()
    assert.deepEqual(
      (await postsOf(adasApp)).slice(-2).map(({ state }) => state),
      ['sending', 'sending'],
    )
    await openRoom(adasApp, 'Plans')
    await hide(adasApp)
    await reachesServer(2_000_000)
    await focus(adasApp)
    await openRoom(adasApp, 'Lobby')
    await pendingFile(adasApp, 'slow.bin').getByRole('button', { name: 'Pause slow.bin' }).click()
    await isSent('second')
    await pendingFile(adasApp, 'slow.bin').getByRole('button', { name: 'Go on with slow.bin' }).click()
    network.allow(Number.POSITIVE_INFINITY)
    await isSent('first')
    await arrives('first', file)
    const bodies = (await postsOf(adasApp)).map(({ body }) => body)
    assert.deepEqual(bodies.slice(-2), ['second', 'first'])
  })

  test('[FILE43] what is taken back is in the field again', async () => {
    network.allow(1_000_000)
    await pick(adasApp, await makeFile('regret.bin', 18_000_000))
    await adaSends('not so fast')
    await pendingFile(adasApp, 'regret.bin')
      .getByText(/of 18 MB/)
      .waitFor()
    await adasApp.page.getByRole('button', { name: 'Take back' }).click()
    await eventually(async () => assert.deepEqual(await namesInTray(), ['regret.bin']))
    assert.equal(await composer(adasApp).inputValue(), 'not so fast')
    network.allow(Number.POSITIVE_INFINITY)
    await tray(adasApp).getByRole('button', { name: 'Remove regret.bin' }).click()
    await composer(adasApp).fill('')
    assert.deepEqual(await attachmentsOn(gracesApp, 'not so fast'), [])
  })

  test('[FILE57] a picture on its way has the place that it will have', async () => {
    network.allow(100_000)
    await pick(adasApp, await makeFile('wide.png', noisePngOf(900, 600)))
    await adaSends('one picture')
    const sent = adasApp.page.getByRole('log').locator('article', { hasText: 'one picture' })
    const pending = sent.getByRole('figure', { name: 'wide.png' })
    await pending.getByText(/of 1.6 MB/).waitFor()
    await pending.getByRole('progressbar', { name: 'wide.png' }).waitFor()
    await pending.getByRole('button', { name: 'Take back' }).waitFor()
    const [picture, post] = [await pending.boundingBox(), await sent.boundingBox()]
    network.allow(Number.POSITIVE_INFINITY)
    await isSent('one picture')
    const there = sent.getByRole('figure')
    await there.getByRole('button', { name: 'Show wide.png' }).waitFor()
    assert.deepEqual(await there.boundingBox(), picture)
    assert.equal((await sent.boundingBox())!.height, post!.height)
  })

  test('[FILE41] an upload goes on after cuts of the network, and what the server has is not sent again', async () => {
    network.allow(1_500_000)
    const file = await makeFile('cut.bin', 12_000_000)
    const before = network.sent()
    const reaches = (bytes: number) => eventually(() => assert.ok(network.sent() - before > bytes))
    await pick(adasApp, file)
    await adaSends('through two cuts')
    await reaches(4_000_000)
    // Only the upload: the app hears that it is connected all the time.
    network.cut(1_000_000)
    await reaches(8_000_000)
    network.cut()
    await isSent('through two cuts')
    const sent = network.sent() - before
    network.allow(Number.POSITIVE_INFINITY)
    await arrives('through two cuts', file)
    assert.ok(sent < 15_500_000, `sent ${sent} bytes for 12 MB`)
  })

  test('[FILE41] an app that is killed in mid-upload goes on, though the original is gone', async () => {
    network.allow(1_000_000)
    const file = await makeFile('killed.bin', 12_000_000)
    await pick(adasApp, file)
    await adaSends('through a kill')
    await pendingFile(adasApp, 'killed.bin')
      .getByText(/MB of 12 MB/)
      .waitFor()
    await reachesServer(4_000_000)
    await adasApp.kill9()
    await writeFile(file.path, 'something else')
    network.allow(Number.POSITIVE_INFINITY)
    const before = network.sent()
    adasApp = await launchApp({ profileDir: adasApp.profileDir, serverUrl: network.url, env })
    await isIn(adasApp)
    await isSent('through a kill')
    await arrives('through a kill', file)
    assert.ok(network.sent() - before < 11_500_000, `sent ${network.sent() - before} bytes after the kill`)
  })

  test('[FILE41] a server that is killed in mid-upload gets the rest', async () => {
    network.allow(1_000_000)
    const file = await makeFile('server.bin', 12_000_000)
    await pick(adasApp, file)
    await adaSends('through a crash')
    await pendingFile(adasApp, 'server.bin')
      .getByText(/MB of 12 MB/)
      .waitFor()
    await reachesServer(4_000_000)
    await server.kill9()
    await pendingFile(adasApp, 'server.bin').getByText('Waiting for the connection').waitFor()
    network.allow(Number.POSITIVE_INFINITY)
    await server.restart()
    const before = network.sent()
    await isSent('through a crash')
    await arrives('through a crash', file)
    assert.ok(network.sent() - before < 11_500_000, `sent ${network.sent() - before} bytes after the crash`)
  })

  test('[FILE47] the same content is there at once, and nothing of it is sent', async () => {
    const content = Buffer.alloc(8_000_000, 7)
    await pick(adasApp, await makeFile('one.bin', content))
    await adaSends('the one')
    await isSent('the one')
    const before = network.sent()
    const other = await makeFile('other.bin', content)
    await pick(adasApp, other)
    await adaSends('the other')
    await isSent('the other')
    await arrives('the other', other)
    assert.ok(network.sent() - before < 100_000, `${network.sent() - before} bytes were sent`)
  })

  test('[FILE48] what is in the tray is there again after a kill', async () => {
    const file = await makeFile('draft.txt', 'half')
    await pick(adasApp, file)
    await composer(adasApp).fill('not yet')
    await eventually(async () => assert.deepEqual(await namesInTray(), ['draft.txt']))
    await eventually(async () => {
      const [draft] = await keptRows<{ text: string }>(adasApp, 'writing', 'drafts')
      assert.equal(draft?.text, 'not yet')
      assert.equal((await keptRows(adasApp, 'writing', 'trays')).length, 1)
      assert.equal((await keptRows(adasApp, 'writing', 'blobs')).length, 1)
    })
    await adasApp.kill9()
    adasApp = await launchApp({ profileDir: adasApp.profileDir, serverUrl: network.url, env })
    await isIn(adasApp)
    await eventually(async () => assert.deepEqual(await namesInTray(), ['draft.txt']))
    assert.equal(await composer(adasApp).inputValue(), 'not yet')
    await write(adasApp, 'now')
    await isSent('now')
    await arrives('now', file)
  })

  test('[OUT6] a post that is refused is tried again, edited, or discarded', async () => {
    const failed = (words: string) => post(adasApp, words).locator('.post-failure')
    const act = (words: string, name: string) => failed(words).getByRole('button', { name, exact: true })
    const letWrite = async (who: 'all' | 'moderators') => {
      await roomMenu(gracesApp, 'reports', 'Edit room')
      const dialog = gracesApp.page.getByRole('dialog')
      await dialog.getByRole('switch', { name: 'Announcements only' }).click()
      await dialog.getByRole('button', { name: 'Save' }).click()
      const closed = adasApp.page.getByText('Only moderators write here.')
      await closed.waitFor({ state: who === 'all' ? 'hidden' : 'visible' })
    }
    await createRoom(gracesApp, { name: 'reports' })
    await joinRoom(adasApp, 'reports')
    await write(gracesApp, 'your report?')
    // What was written before the room was closed is still on its way when it is: behind a file.
    network.allow(200_000)
    const file = await makeFile('report.bin', 4_000_000)
    await pick(adasApp, file)
    await adaSends('my report')
    await adaSends('never mind')
    await use(adasApp, 'your report?', 'Reply')
    await adaSends('an answer')
    await letWrite('moderators')
    network.allow(Number.POSITIVE_INFINITY)
    await act('an answer', 'Discard').waitFor()
    assert.equal(await act('an answer', 'Edit').count(), 0, 'there is no field to edit it in')
    await act('never mind', 'Discard').click()
    await eventually(async () => assert.equal(await post(adasApp, 'never mind').count(), 0))
    await letWrite('all')
    await act('my report', 'Try again').click()
    await isSent('my report')
    await arrives('my report', file)
    await act('an answer', 'Edit').click()
    await eventually(async () => assert.equal(await composer(adasApp).inputValue(), 'an answer'))
    await adasApp.page.getByText('Replying to Grace Hopper').waitFor()
    await adaSends('a better answer')
    const quote = post(gracesApp, 'a better answer').getByRole('button', { name: /that this replies to/ })
    await quote.getByText('your report?').waitFor()
    await eventually(async () =>
      assert.deepEqual(
        (await postsOf(gracesApp)).map(({ body }) => body),
        ['your report?', 'my report', 'a better answer'],
      ),
    )
  })

  test('[SEC2] no page broke its policy or threw', () => {
    const ours = [...adasApp.complaints, ...gracesApp.complaints].filter(text => !isOfNetwork(text))
    assert.deepEqual(ours, [])
  })
})

/** The files of a post, as its reader's app keeps them. */
async function attachmentsOn(app: App, words: string, ...facts: string[]) {
  type Row = { body: string; attachments?: Record<string, unknown>[] }
  const rows = await keptRows<Row>(app, 'cache', 'messages')
  const attachments = rows.findLast(({ body }) => body === words)?.attachments ?? []
  const asked = facts.length > 0 ? facts : ['name', 'sha256']
  return attachments.map(attachment => Object.fromEntries(asked.map(fact => [fact, attachment[fact]])))
}
