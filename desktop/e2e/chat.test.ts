import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { type App, launchApp } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import {
  ada,
  grace,
  isIn,
  openDirect,
  openRoom,
  personIn,
  presenceOf,
  shows,
  signUpAt,
  write,
} from './harness/people.ts'
import { type ServerProcess, startServerProcess } from './harness/server.ts'

describe('two people chat', () => {
  let server: ServerProcess
  let adasApp: App
  let gracesApp: App

  before(async () => {
    server = await startServerProcess()
  })

  test('[ACC] they sign up in their apps', async () => {
    const { url: serverUrl } = server
    ;[adasApp, gracesApp] = await Promise.all([launchApp({ serverUrl }), launchApp({ serverUrl })])
    await Promise.all([signUpAt(adasApp, ada), signUpAt(gracesApp, grace)])
    await adasApp.page.getByRole('log', { name: 'Lobby' }).waitFor()
    await personIn(adasApp, grace.displayName).waitFor()
    await personIn(gracesApp, ada.displayName).waitFor()
  })

  test('they talk in the lobby', async () => {
    await write(adasApp, 'Hello, everybody')
    await shows(gracesApp, ['Hello, everybody'])
    await write(gracesApp, '안녕하세요, Ada!')
    await shows(adasApp, ['Hello, everybody', '안녕하세요, Ada!'])
    await write(adasApp, 'one\ntwo')
    await shows(gracesApp, ['Hello, everybody', '안녕하세요, Ada!', 'one\ntwo'])
  })

  test('they open the direct room at the same instant, and it is one', async () => {
    await Promise.all([openDirect(adasApp, grace), openDirect(gracesApp, ada)])
    await write(adasApp, 'just us')
    await shows(gracesApp, ['just us'])
    await write(gracesApp, 'only us')
    await shows(adasApp, ['just us', 'only us'])
    await openRoom(adasApp, 'Lobby')
    await openRoom(gracesApp, 'Lobby')
  })

  test('[PRES] a killed app is seen as offline within 15 s, and online again when it returns', async () => {
    await eventually(async () => assert.equal(await presenceOf(adasApp, grace), 'online'))
    const { profileDir } = gracesApp
    await gracesApp.kill9()
    const killedAt = Date.now()
    await eventually(async () => assert.equal(await presenceOf(adasApp, grace), 'offline'), 15_000)
    assert.ok(Date.now() - killedAt < 15_000)
    gracesApp = await launchApp({ profileDir, serverUrl: server.url })
    await isIn(gracesApp)
    await eventually(async () => assert.equal(await presenceOf(adasApp, grace), 'online'))
  })

  test('[SEC2] no page broke its policy or threw', () => {
    assert.deepEqual([...adasApp.complaints, ...gracesApp.complaints], [])
  })
})
