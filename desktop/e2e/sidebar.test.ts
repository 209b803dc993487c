import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { type App, launchApp } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { grace, isIn, openDirect, startPair, write } from './harness/people.ts'
import { createRoom, inSidebar, joinRoom, roomMenu } from './harness/rooms.ts'
import type { ServerProcess } from './harness/server.ts'
import { focus } from './harness/window.ts'

describe('the side bar', () => {
  let server: ServerProcess
  let adasApp: App
  let gracesApp: App

  before(async () => {
    ;({ server, adasApp, gracesApp } = await startPair())
    for (const name of ['anchor', 'buoy', 'crane']) await createRoom(adasApp, { name })
    await joinRoom(gracesApp, 'buoy')
    await openDirect(adasApp, grace)
  })

  const section = ({ page }: App, name: string) => page.getByRole('navigation', { name })
  const heading = (app: App, name: string) =>
    section(app, name).getByRole('button', { name, exact: true }).and(app.page.locator('.sidebar-fold'))
  const names = (app: App, name: string) => section(app, name).locator('.person-item-name').allTextContents()
  const lists = (name: string, wanted: string[]) =>
    eventually(async () => assert.deepEqual(await names(adasApp, name), wanted))
  const restart = async () => {
    const { profileDir } = adasApp
    await adasApp.close()
    adasApp = await launchApp({ profileDir, serverUrl: server.url })
    await isIn(adasApp)
  }

  test('[SIDE2] a section that is collapsed lists nothing', async () => {
    await lists('Rooms', ['anchor', 'buoy', 'crane', 'Lobby'].sort())
    await heading(adasApp, 'Rooms').click()
    await lists('Rooms', [])
    await lists('Conversations', [grace.displayName])
  })

  test('[SIDE2] it shows what asks for attention, until it is read; after a restart it still is, and only that one', async () => {
    await write(gracesApp, '@ada, come')
    await lists('Rooms', ['buoy'])
    // Read is what one looks at.
    await focus(adasApp)
    await inSidebar(adasApp, 'buoy').click()
    await eventually(async () =>
      assert.equal(await inSidebar(adasApp, 'buoy').getAttribute('aria-description'), null),
    )
    await openDirect(adasApp, grace)
    await lists('Rooms', [])
    await restart()
    assert.equal(await heading(adasApp, 'Rooms').getAttribute('aria-expanded'), 'false')
    assert.equal(await heading(adasApp, 'Conversations').getAttribute('aria-expanded'), 'true')
    await lists('Rooms', [])
    await lists('Conversations', [grace.displayName])
    await heading(adasApp, 'Rooms').click()
    await lists('Rooms', ['anchor', 'buoy', 'crane', 'Lobby'].sort())
  })

  test('[SIDE3] favourites are dragged into an order that stays over a restart', async () => {
    for (const name of ['anchor', 'buoy', 'crane']) {
      await roomMenu(adasApp, name, 'Add to favourites')
      await section(adasApp, 'Favourites').getByRole('button', { name, exact: true }).waitFor()
    }
    await lists('Favourites', ['anchor', 'buoy', 'crane'])
    await drag('crane', 'anchor', 'above')
    await lists('Favourites', ['crane', 'anchor', 'buoy'])
    await drag('crane', 'anchor', 'below')
    await lists('Favourites', ['anchor', 'crane', 'buoy'])
    await restart()
    assert.equal(await heading(adasApp, 'Rooms').getAttribute('aria-expanded'), 'true')
    await lists('Favourites', ['anchor', 'crane', 'buoy'])
  })

  test('[SIDE3] a favourite that is dropped where it was stays there', async () => {
    await drag('crane', 'crane', 'below')
    await drag('crane', 'buoy', 'above')
    await lists('Favourites', ['anchor', 'crane', 'buoy'])
  })

  test('[SWI2] an unfinished syllable and initial consonants find a room', async () => {
    await createRoom(adasApp, { name: '프로젝트' })
    const { page } = adasApp
    for (const typed of ['ㅍㄹㅈㅌ', '플', 'ㄹㅈ']) {
      await openDirect(adasApp, grace)
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: 'Go to' }).fill(typed)
      await page.getByRole('option', { selected: true }).getByText('프로젝트').waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('log', { name: '프로젝트' }).waitFor()
    }
  })

  test('[SEC2] no page broke its policy or threw', () => {
    assert.deepEqual([...adasApp.complaints, ...gracesApp.complaints], [])
  })

  async function drag(name: string, to: string, side: 'above' | 'below') {
    const line = (each: string) =>
      section(adasApp, 'Favourites').getByRole('button', { name: each, exact: true })
    const { height } = (await line(to).boundingBox())!
    await line(name).dragTo(line(to), { targetPosition: { x: 40, y: side === 'above' ? 4 : height - 4 } })
  }
})
