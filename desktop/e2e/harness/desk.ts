import { run } from '../../../scripts/lib/processes.ts'
import { startBus, startDisplay, startDunst } from '../../../scripts/lib/screen.ts'
import { afterTests } from './leftovers.ts'

/** What the apps are started on: a screen, a session bus and dunst, as the environment that leads to them. */
export type Desk = Record<string, string>

let desk: Promise<Desk> | undefined

/** The desk that `npm test` prepared, or, when a file is run by itself, one of its own that ends with it. */
export function findDesk(): Promise<Desk> {
  desk ??= readDesk() ?? startDesk()
  return desk
}

function readDesk(): Promise<Desk> | undefined {
  const { DISPLAY, DBUS_SESSION_BUS_ADDRESS } = process.env
  if (!DISPLAY || !DBUS_SESSION_BUS_ADDRESS) return undefined
  return Promise.resolve({ DISPLAY, DBUS_SESSION_BUS_ADDRESS })
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
