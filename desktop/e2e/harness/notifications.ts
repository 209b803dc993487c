/** What stands at the notification daemon, as a person sees it there, and clicks on it. */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { startProcess } from '../../../scripts/lib/processes.ts'
import { program } from '../../../scripts/lib/services.ts'
import { findDesk, onDesk } from './desk.ts'
import { eventually } from './eventually.ts'
import { afterTests } from './leftovers.ts'

export type Displayed = { id: number; app: string; summary: string; body: string }

export type NotificationWatch = {
  /** What is on the screen now, oldest first. */
  displayed(): Displayed[]
}

/** Listens on the bus to everything that is said to the daemon and by it. dunst itself does not list what it shows. */
export async function watchNotifications(): Promise<NotificationWatch> {
  await closeNotifications()
  const match = "interface='org.freedesktop.Notifications'"
  const rules = [match, "type='method_return'"]
  const monitor = await startProcess(program('dbus-monitor'), ['--session', ...rules], {
    env: await findDesk(),
  })
  const follower = createFollower()
  const lines = createInterface({ input: monitor.child.stdout! })
  lines.on('line', follower.read)
  await once(lines, 'line')
  afterTests(() => monitor.stop())
  return { displayed: () => [...follower.displayed.values()] }
}

/** Left-clicks the notification that is shown first, with the mouse. */
export async function clickNotification(): Promise<void> {
  // The bus knows of it a moment before it is on the screen, and what is not found is an error.
  const found = await eventually(() => onDesk('xdotool', 'search', '--onlyvisible', '--class', 'dunst'))
  const [window] = found.split('\n')
  await onDesk('xdotool', 'mousemove', '--window', window!, '60', '30', 'click', '1')
}

async function closeNotifications(): Promise<void> {
  await onDesk('dunstctl', 'close-all')
}

type Message = { header: string; args: string[] }

/** Reads what dbus-monitor prints: a header per message, and below it the arguments, indented by three spaces. */
function createFollower() {
  const displayed = new Map<number, Displayed>()
  const asked = new Map<string, Omit<Displayed, 'id'>>()
  let message: Message = { header: '', args: [] }

  const settle = ({ header, args }: Message) => {
    const field = (name: string) => new RegExp(`\\b${name}=(\\S+?)(?:;|\\s|$)`).exec(header)?.[1] ?? ''
    const [app, , , summary, body] = args
    if (field('member') === 'Notify')
      asked.set(`${field('sender')} ${field('serial')}`, {
        app: text(app),
        summary: text(summary),
        body: text(body),
      })
    const id = number(args[0])
    if (field('member') === 'NotificationClosed') displayed.delete(id)
    const request = asked.get(`${field('destination')} ${field('reply_serial')}`)
    if (request && id) displayed.set(id, { id, ...request })
  }

  return {
    displayed,
    read(line: string) {
      const isArgument = line.startsWith('   ') && !line.startsWith('    ')
      if (/^(method|signal|error)/.test(line)) message = { header: line, args: [] }
      else if (isArgument && !/^ {3}[\])}]/.test(line)) message.args.push(line.trim())
      else if (!line.startsWith(' ') && message.args.length > 0)
        message.args.push(`${message.args.pop()}\n${line}`)
      settle(message)
    },
  }
}

const text = (argument = '') => argument.replace(/^string "/, '').replace(/"$/, '')
const number = (argument = '') => Number(/^uint32 (\d+)/.exec(argument)?.[1])
