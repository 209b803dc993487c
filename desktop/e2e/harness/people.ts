/** What people do with the app, through what they see of it. */
import assert from 'node:assert/strict'
import type { Locator } from 'playwright-core'
import { type App, type LaunchOptions, launchApp } from './app.ts'
import { enter, keepSession } from './door.ts'
import { eventually } from './eventually.ts'
import { newFolder } from './leftovers.ts'
import { type ServerProcess, startServerProcess } from './server.ts'

export type Person = { username: string; displayName: string }

export const ada: Person = { username: 'ada', displayName: 'Ada Lovelace' }
export const grace: Person = { username: 'grace', displayName: 'Grace Hopper' }

export const password = 'correct horse battery'

type OpenOptions = Omit<LaunchOptions, 'profileDir'> & { serverUrl: string }

/** Signs the person up, and opens an app in which they are. */
export function signUp(person: Person, options: OpenOptions): Promise<App> {
  return openFor(person, 'signUp', options)
}

/** Logs the person in, and opens an app of its own in which they are. */
export function logIn(person: Person, options: OpenOptions): Promise<App> {
  return openFor(person, 'logIn', options)
}

/** The form would take longer than all else; it is filled in by the tests of the door. */
async function openFor(person: Person, door: 'signUp' | 'logIn', options: OpenOptions): Promise<App> {
  const profileDir = await newFolder('profile')
  const entered = await enter(options.serverUrl, door, { ...person, password })
  await keepSession(profileDir, options.serverUrl, entered)
  const app = await launchApp({ ...options, profileDir })
  await isIn(app)
  return app
}

/** Signs the person up in an app where nobody is logged in, by the form. */
export async function signUpAt(app: App, person: Person): Promise<void> {
  await app.page.getByRole('tab', { name: 'Sign up' }).click()
  await app.page.getByLabel('User name').fill(person.username)
  await app.page.getByLabel('Display name').fill(person.displayName)
  await app.page.getByRole('textbox', { name: 'Password' }).fill(password)
  await app.page.getByRole('button', { name: 'Sign up' }).click()
  await isIn(app)
}

/** Ada and Grace, each in an app of their own, on a server of theirs. */
export type Pair = { server: ServerProcess; adasApp: App; gracesApp: App }

/** Starts a server, and signs both up in it; they see each other. */
export async function startPair(): Promise<Pair> {
  const server = await startServerProcess()
  const { url: serverUrl } = server
  const [adasApp, gracesApp] = await Promise.all([signUp(ada, { serverUrl }), signUp(grace, { serverUrl })])
  await personIn(adasApp, grace.displayName).waitFor()
  return { server, adasApp, gracesApp }
}

/** Logs the person in where nobody is, by the form. */
export async function logInAt(app: App, person: Person): Promise<void> {
  await app.page.getByRole('tab', { name: 'Log in' }).click()
  await app.page.getByLabel('User name').fill(person.username)
  await app.page.getByRole('textbox', { name: 'Password' }).fill(password)
  await app.page.getByRole('button', { name: 'Log in' }).click()
  await isIn(app)
}

/** Waits until a conversation is on the screen. */
export async function isIn({ page }: App): Promise<void> {
  await page.getByRole('log').waitFor()
}

export async function openRoom({ page }: App, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name }).click()
  await page.getByRole('log', { name }).waitFor()
}

/** Chooses a person, which opens the direct room with them. */
export async function openDirect(app: App, { displayName }: Person): Promise<void> {
  await personIn(app, displayName).click()
  await app.page.getByRole('log', { name: displayName }).waitFor()
}

/** The person's line in the side bar: among the conversations, or the people with whom there is none yet. */
export function personIn({ page }: App, displayName: string): Locator {
  const sidebar = page.getByRole('complementary', { name: 'Conversations' })
  return sidebar.getByRole('button', { name: displayName, exact: true })
}

/** How the list of people shows this person's presence. */
export async function presenceOf(app: App, { displayName }: Person): Promise<string | null> {
  return personIn(app, displayName).getAttribute('data-presence')
}

/** Writes into the open room and sends with Enter. */
export async function write({ page }: App, body: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: 'Message' })
  await composer.fill(body)
  await composer.press('Enter')
}

/** The posts of the open room, as they are on the screen. */
export async function postsOf({ page }: App): Promise<{ body: string; state: string }[]> {
  return page
    .getByRole('log')
    .locator('article[data-state]')
    .evaluateAll(posts =>
      posts.map(post => ({
        body: post.querySelector('.post-text')?.textContent ?? '',
        state: post.getAttribute('data-state') ?? '',
      })),
    )
}

/** Waits until the open room shows exactly these posts, all of them sent. */
export async function shows(app: App, bodies: readonly string[], patience = 30_000): Promise<void> {
  const wanted = bodies.map(body => ({ body, state: 'sent' }))
  await eventually(async () => assert.deepEqual(await postsOf(app), wanted), patience)
}
