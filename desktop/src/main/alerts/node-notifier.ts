import type { Notification } from 'node-notifier'
import { unpackedIcon } from '../icons.ts'
import type { AlertBackend } from './backend.ts'
import { escapeMarkup } from './markup.ts'

/** Where clicks are reported, the program runs as long as the alert is there; no complaint for so long means it is shown. */
const patience = 1_500

/**
 * The programs that node-notifier brings or finds: terminal-notifier, SnoreToast, and on Linux `notify-send`, which
 * reports no clicks and takes nothing back.
 */
export const nodeNotifierAlerts: AlertBackend = {
  name: 'node-notifier',
  async show({ id, title, body, silent = false }, onClick) {
    const notifier = await loadNotifier()
    const options = {
      ...describe(title, body),
      icon: unpackedIcon('icon-128.png'),
      sound: !silent,
      wait: true,
      id,
      group: id,
    }
    return new Promise(resolve => {
      const close = () => void withdraw(id)
      setTimeout(() => resolve({ close }), patience)
      notifier.notify(options as Notification, (error, response) => {
        if (error) return resolve({ reason: error.message || String(error) })
        if (response === 'activate' || response === 'click') onClick()
        resolve({ close })
      })
    })
  },
}

/** Loaded only when it is needed, because it seldom is. */
async function loadNotifier() {
  return (await import('node-notifier')).default
}

function describe(title: string, body: string): Notification {
  if (process.platform !== 'linux') return { title, message: body || ' ' }
  return { title: asArgument(title), message: asArgument(escapeMarkup(body)) }
}

/** notify-send takes what starts with a dash for an option, and nothing at all for a mistake. */
function asArgument(text: string): string {
  return text === '' || text.startsWith('-') ? `\u200b${text}` : text
}

async function withdraw(id: number) {
  const notifier = await loadNotifier()
  if (process.platform === 'darwin') notifier.notify({ remove: id } as Notification)
  if (process.platform === 'win32') notifier.notify({ close: id } as Notification)
}
