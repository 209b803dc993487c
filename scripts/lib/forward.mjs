import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const patience = 1000

/**
 * Runs a command to its end and answers its exit code. The child leads a group of its own, so that Ctrl-C, which a
 * terminal sends to everyone in ours and npm sends once more, reaches it exactly once, from here. A second Ctrl-C, a
 * second or more later, is passed on too: the child takes it as "now". Nothing of the child's group outlives it, and
 * should we be killed, the child notices by its closed channel.
 *
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export function runForwardingSignals(command, args) {
  const ownGroup = process.platform !== 'win32'
  const child = spawn(command, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], detached: ownGroup })
  const stopForwarding = ownGroup ? forwardSignals(child) : ignoreInterrupt()
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      stopForwarding()
      if (ownGroup) endGroup(child.pid)
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}

/** @param {import('node:child_process').ChildProcess} child */
function forwardSignals(child) {
  let last = 0
  /** @param {NodeJS.Signals} signal */
  const forward = signal => {
    const now = Date.now()
    if (now - last < patience) return
    last = now
    child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
  }
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, forward)
  const watch = watchNpm(() => forward('SIGTERM'))
  return () => {
    clearInterval(watch)
    for (const signal of signals) process.off(signal, forward)
  }
}

/**
 * When npm is asked to stop, it only stops the shell that it started us in; that is our sign.
 *
 * @param {() => void} onGone
 */
function watchNpm(onGone) {
  const shell = process.ppid
  if (!process.env.npm_lifecycle_event) return undefined
  return setInterval(() => process.ppid !== shell && onGone(), 500).unref()
}

/** On Windows the console itself tells the child. */
function ignoreInterrupt() {
  const ignore = () => {}
  process.on('SIGINT', ignore)
  return () => process.off('SIGINT', ignore)
}

/** @param {number | undefined} leader */
function endGroup(leader) {
  try {
    if (leader) process.kill(-leader, 'SIGKILL')
  } catch {
    // Nobody is left, as it should be.
  }
}
