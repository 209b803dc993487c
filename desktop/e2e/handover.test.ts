import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { App } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { ada, grace, type Person, startPair } from './harness/people.ts'
import { createRoom, inSidebar, joinRoom, memberMenu, membersIn, roomMenu } from './harness/rooms.ts'

describe('a room changes hands', () => {
  let adasApp: App
  let gracesApp: App

  before(async () => {
    ;({ adasApp, gracesApp } = await startPair())
    await createRoom(adasApp, { name: 'harbour' })
    await joinRoom(gracesApp, 'harbour')
  })

  /** What stands beside people's names in the panel, in both apps. */
  const rolesAre = async (wanted: Record<string, string | null>) => {
    for (const app of [adasApp, gracesApp])
      for (const [name, role] of Object.entries(wanted)) await hasRole(app, name, role)
  }

  test('[MEM10] an owner hands the room over, and both see it at once', async () => {
    await rolesAre({ [ada.displayName]: 'Owner', [grace.displayName]: null })
    await memberMenu(adasApp, grace.displayName, 'Hand the room over')
    const question = adasApp.page.getByRole('alertdialog', { name: 'Hand harbour over to Grace Hopper?' })
    await question.getByText('you a moderator').waitFor()
    await question.getByRole('button', { name: 'Hand over' }).click()
    await rolesAre({ [ada.displayName]: 'Moderator', [grace.displayName]: 'Owner' })
  })

  test('[MEM10] only the new owner deletes the room then, or hands it on', async () => {
    assert.equal(await isOffered(gracesApp, 'Delete room'), true)
    assert.equal(await isOffered(adasApp, 'Delete room'), false)
    assert.equal(await isOffered(adasApp, 'Edit room'), true, 'who owned it moderates it')
    const members = await membersIn(adasApp)
    await members.getByRole('button', { name: grace.displayName, exact: true }).click({ button: 'right' })
    await adasApp.page.getByRole('menuitem', { name: 'Message' }).waitFor()
    assert.equal(await adasApp.page.getByRole('menuitem', { name: 'Hand the room over' }).count(), 0)
    await adasApp.page.keyboard.press('Escape')
  })

  test('[MEM11] an owner who leaves is told who comes next, who then owns the room', async () => {
    await roomMenu(gracesApp, 'harbour', 'Leave room')
    const question = gracesApp.page.getByRole('alertdialog')
    await question.getByText('You own this room: Ada Lovelace becomes its owner.').waitFor()
    await question.getByRole('button', { name: 'Leave room' }).click()
    await eventually(async () => assert.equal(await inSidebar(gracesApp, 'harbour').count(), 0))
    await hasRole(adasApp, ada.displayName, 'Owner')
    const members = await membersIn(adasApp)
    await eventually(async () => assert.equal(await lineOf(members, grace).count(), 0))
    assert.equal(await isOffered(adasApp, 'Delete room'), true)
  })

  test('[SEC2] no page broke its policy or threw', () => {
    assert.deepEqual([...adasApp.complaints, ...gracesApp.complaints], [])
  })
})

const lineOf = (members: Awaited<ReturnType<typeof membersIn>>, { displayName }: Person) =>
  members.getByRole('button', { name: displayName, exact: true })

async function hasRole(app: App, displayName: string, role: string | null) {
  const line = lineOf(await membersIn(app), { username: '', displayName })
  await eventually(async () => {
    const [described = ''] = [(await line.getAttribute('aria-description')) ?? '']
    for (const each of ['Owner', 'Moderator'])
      assert.equal(described.includes(each), each === role, described)
  })
}

/** Whether the room's menu in the side bar has this entry. */
async function isOffered(app: App, entry: string): Promise<boolean> {
  await inSidebar(app, 'harbour').click({ button: 'right' })
  const menu = app.page.getByRole('menu')
  await menu.getByText('Copy link', { exact: true }).waitFor()
  const isThere = (await menu.getByText(entry, { exact: true }).count()) > 0
  await app.page.keyboard.press('Escape')
  await menu.waitFor({ state: 'detached' })
  return isThere
}
