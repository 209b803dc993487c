/**
 * Starts Chatter, but lets it hear that Electron is ready only once Playwright watches: a window that opens while
 * Playwright is still attaching is sometimes never told to it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const desktop = join(import.meta.dirname, '..', '..', '..')
const { productName, version, main } = JSON.parse(readFileSync(join(desktop, 'package.json'), 'utf8'))

const electronIsReady = app.whenReady()
const emit = app.emit.bind(app)
/** @type {PromiseWithResolvers<void>} */
const watched = Promise.withResolvers()
let isWatched = false
/** @type {unknown[]} */
let readyArguments = []

app.whenReady = () => watched.promise
app.isReady = () => isWatched
app.emit = (event, ...args) => {
  if (event !== 'ready' || isWatched) return emit(event, ...args)
  readyArguments = args
  return true
}

/** Playwright calls this by its name when it is attached. */
async function __playwright_run() {
  await electronIsReady
  isWatched = true
  watched.resolve()
  emit('ready', ...readyArguments)
}

Object.assign(globalThis, { __playwright_run })

/** Electron has these for whoever starts an app in its place; its types do not tell. */
const { setAppPath, setVersion } = /** @type {any} */ (app)
app.setName(productName)
setVersion.call(app, version)
setAppPath.call(app, desktop)
await import(pathToFileURL(join(desktop, main)).href)
