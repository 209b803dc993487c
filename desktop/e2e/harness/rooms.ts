/** What people do with rooms, in the side bar and in the panel. */
import type { Locator } from 'playwright-core'
import type { App } from './app.ts'

/** The line of a room or of a person in the side bar. */
export function inSidebar({ page }: App, name: string): Locator {
  const sidebar = page.getByRole('complementary', { name: 'Conversations' })
  return sidebar.getByRole('button', { name, exact: true })
}

export async function addRoom({ page }: App, entry: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a room' }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}

export type Wanted = { name: string; topic?: string; kind?: 'Private' }

/** Creates a room, which is open then. */
export async function createRoom(app: App, wanted: Wanted): Promise<void> {
  await askForRoom(app, wanted)
  await app.page.getByRole('log', { name: wanted.name }).waitFor()
}

/** Fills the form for a new room in, and sends it. */
export async function askForRoom(app: App, { name, topic, kind }: Wanted): Promise<void> {
  await addRoom(app, 'Create a room')
  const dialog = app.page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  if (topic) await dialog.getByLabel('Topic (optional)').fill(topic)
  if (kind) await dialog.getByRole('radio', { name: kind }).click()
  await dialog.getByRole('button', { name: 'Create room' }).click()
}

/** Finds a public room and goes in. */
export async function joinRoom(app: App, name: string): Promise<void> {
  await addRoom(app, 'Browse rooms')
  await app.page.getByRole('button', { name: `Join: ${name}` }).click()
  await app.page.getByRole('log', { name }).waitFor()
}

/** Chooses from the menu that a room has in the side bar. */
export async function roomMenu(app: App, room: string, entry: string): Promise<void> {
  await inSidebar(app, room).click({ button: 'right' })
  await app.page.getByRole('menu').getByText(entry, { exact: true }).click()
}

/** The members in the panel of the room that is open. */
export async function membersIn({ page }: App): Promise<Locator> {
  const details = page.getByRole('button', { name: 'Show details' })
  if (await details.isVisible()) await details.click()
  return page.getByRole('list', { name: 'Members' })
}

/** Chooses what to do with a member of the room that is open. */
export async function memberMenu(app: App, displayName: string, entry: string): Promise<void> {
  const members = await membersIn(app)
  await members.getByRole('button', { name: displayName, exact: true }).click({ button: 'right' })
  await app.page.getByRole('menuitem', { name: entry }).click()
}
