import { constants } from 'node:os'

type Stop = () => unknown

const stops = new Set<Stop>()
const lastDeeds = new Set<() => void>()
process.on('exit', () => {
  for (const deed of lastDeeds) deed()
})
let ending: Promise<void> | undefined

/**
 * Promises that `stop` runs before this process ends, however it ends short of being killed. Answers with a function
 * that withdraws the promise.
 */
export function beforeEnding(stop: Stop): () => void {
  stops.add(stop)
  return () => stops.delete(stop)
}

/**
 * Promises that `deed`, which can not wait for anything, is done when this process exits without an orderly end, as
 * tests and crashes do. Answers with a function that withdraws the promise.
 */
export function atExit(deed: () => void): () => void {
  lastDeeds.add(deed)
  return () => lastDeeds.delete(deed)
}

/**
 * Runs a command: its answer, if a number, is the exit code; what it throws is told in one message. Ctrl-C and the like
 * end it in order: what was started last is stopped first. A second Ctrl-C ends it at once.
 */
export async function runCommand(command: () => Promise<unknown>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => (ending ? process.exit(1) : endWith(128 + constants.signals[signal])))
  }
  if (process.channel) process.on('disconnect', () => endWith(1)).channel?.unref()
  try {
    const code = await command()
    await endWith(typeof code === 'number' ? code : 0)
  } catch (error) {
    if (!ending) console.error(`\n${describe(error)}`)
    await endWith(1)
  }
}

/** Stops everything and ends the process; the first caller's exit code stands. */
export function endWith(code: number): Promise<void> {
  ending ??= stopAll().finally(() => process.exit(code))
  return ending
}

/** Whether the end has begun, so that what stops now does not stop by itself. */
export function isEnding(): boolean {
  return ending !== undefined
}

/** Stops what was started so far, the last first. */
export async function stopAll(): Promise<void> {
  for (const stop of [...stops].reverse()) {
    stops.delete(stop)
    try {
      await stop()
    } catch (error) {
      console.error(describe(error))
    }
  }
}

/** An error meant for people: its message is enough, and no stack is shown. */
export class Trouble extends Error {}

function describe(error: unknown) {
  return error instanceof Trouble ? error.message : error instanceof Error ? error.stack : String(error)
}
