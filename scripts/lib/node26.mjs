import { join } from 'node:path'
import { cachedFolder } from './cache.mjs'
import { npm } from './npm.mjs'
import { progress } from './progress.mjs'

/** The Node that is fetched where the machine's own is older; the npm package of this version holds the whole runtime. */
export const nodeVersion = '26.10.0'

/**
 * The path of a Node 26 or newer, which runs TypeScript as it is.
 *
 * @returns {Promise<string>}
 */
export async function findNode26() {
  if (Number.parseInt(process.versions.node, 10) >= 26) return process.execPath
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const name = `node-${platform}`
  const folder = await cachedFolder(`node-${nodeVersion}-${platform}`, draft => fetchNode(name, draft))
  return join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

/**
 * @param {string} name
 * @param {string} folder
 */
async function fetchNode(name, folder) {
  const install = () => npm(['install', '--prefix', folder, '--no-save', `${name}@${nodeVersion}`], folder)
  await progress(`Fetching Node ${nodeVersion}`, install).catch(error => {
    throw new Error(
      `Chatter runs on Node 26 and this is ${process.version}. Fetching ${name}@${nodeVersion} did not work;\n` +
        `try again, or install Node 26 yourself. npm said:\n${error.message}`,
    )
  })
}
