import { run } from '../../../scripts/lib/processes.ts'
import { startBus, startDisplay, startDunst } from '../../../scripts/lib/screen.ts'
import { afterTests } from './leftovers.ts'

/** What the apps are started on: a screen, a session bus and dunst, as the environment that leads to them. */
export type Desk = Record<string, string>

let desk: Promise<Desk> | undefined

/**
 * The desk of this test file, which ends with it: files that run side by side would take the keyboard from each other on one
 * screen.
 */
export function findDesk(): Promise<Desk> {
  desk ??= startDesk()
  return desk
}

async function startDesk(): Promise<Desk> {
  const [display, bus] = await Promise.all([startDisplay(), startBus()])
  const dunst = await startDunst({ ...display.env, ...bus.env })
  afterTests(() => dunst.stop().then(() => Promise.all([display.stop(), bus.stop()])))
  return dunst.env
}

/** Runs a program on the desk and answers with what it printed. */
export async function onDesk(command: string, ...args: string[]): Promise<string> {
  return run(command, args, { env: await findDesk() })
}
