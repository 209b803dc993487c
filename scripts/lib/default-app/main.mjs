/**
 * Packed as default_app.asar into a runtime that came without one, this lets it be called as Electron is everywhere:
 * `electron <folder of the app> [arguments]`. One runtime then serves every checkout on a machine.
 */

import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app as publicApp } from 'electron'

/** Electron's own default app also uses calls that its public types leave out. */
const app = /** @type {any} */ (publicApp)

const folder = process.argv.slice(1).find(argument => !argument.startsWith('-'))
if (!folder) {
  console.error('Which app? Call it as: electron <folder of the app>')
  app.exit(1)
} else {
  await start(resolve(folder))
}

/** @param {string} path */
async function start(path) {
  const {
    name,
    productName = name,
    version,
    main,
  } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })
  app.setName(productName)
  app.setVersion(version)
  app.setAppPath(path)
  app.setPath('userData', join(app.getPath('appData'), productName))
  if (process.platform === 'linux') app.setDesktopName(`${productName}.desktop`)
  await import(pathToFileURL(join(path, main)).href)
}
