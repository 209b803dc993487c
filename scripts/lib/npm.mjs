import { spawn } from 'node:child_process'
import { basename } from 'node:path'

/**
 * Runs npm quietly, with the npm that started us if one did.
 *
 * @param {string[]} args
 * @param {string} cwd
 * @returns {Promise<void>} rejects with the first that npm said of the failure
 */
export function npm(args, cwd) {
  const cli = process.env.npm_execpath
  const ownCli = cli && basename(cli) === 'npm-cli.js'
  const command = ownCli ? process.execPath : 'npm'
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error']
  const child = spawn(command, [...(ownCli ? [cli] : []), ...args, ...quiet], {
    cwd,
    shell: !ownCli && process.platform === 'win32',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let words = ''
  child.stderr.on('data', chunk => {
    words = (words + chunk).slice(0, 2000)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => {
      if (code === 0) resolve()
      else reject(new Error(words.trim() || `npm ended with code ${code}`))
    })
  })
}
