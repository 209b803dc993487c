import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { npm } from './npm.mjs'
import { progress } from './progress.mjs'

/**
 * Installs what package-lock.json names, unless it is there already.
 *
 * @param {string} root
 */
export async function installDependencies(root) {
  if (areInstalled(root)) return
  await withLock(`install ${root}`, async () => {
    if (areInstalled(root)) return
    await progress('Installing dependencies', () => npm(['ci'], root)).catch(error => {
      throw new Error(
        `The dependencies could not be installed: is the npm registry reachable, and is there space on the disk?\n` +
          `Try "npm ci" to see more. npm said:\n${error.message}`,
      )
    })
  })
}

/**
 * npm notes in node_modules/.package-lock.json what it installed; it is complete when every package of ours is there in
 * the version we ask for. Only packages for other systems may be missing.
 *
 * @param {string} root
 */
function areInstalled(root) {
  const note = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(note)) return false
  const wanted = packagesOf(join(root, 'package-lock.json'))
  const installed = packagesOf(note)
  return Object.entries(wanted).every(
    ([path, { version, integrity, optional }]) =>
      path === '' ||
      (installed[path]
        ? installed[path].version === version && installed[path].integrity === integrity
        : optional),
  )
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}
