/**
 * Stands in for node-gyp-build in the server's single file: the one addon, argon2's, is an asset. The system can only
 * load it from a file, which is gone again once it is loaded.
 */
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs')
const { constants, tmpdir } = require('node:os')
const { join } = require('node:path')
const { getRawAsset } = require('node:sea')

module.exports = function loadAddon() {
  const folder = mkdtempSync(join(tmpdir(), 'chatter-server-'))
  const addon = { exports: {} }
  try {
    writeFileSync(join(folder, 'argon2.node'), new Uint8Array(getRawAsset('argon2.node')))
    process.dlopen(addon, join(folder, 'argon2.node'), constants.dlopen.RTLD_NOW)
  } finally {
    removeIfPossible(folder)
  }
  return addon.exports
}

/**
 * Windows holds on to a library in use; the file stays until the temporary folder is cleaned.
 *
 * @param {string} folder
 */
function removeIfPossible(folder) {
  try {
    rmSync(folder, { recursive: true })
  } catch {}
}
