import { Notification } from 'electron'
import { icon } from '../icons.ts'
import type { AlertBackend } from './backend.ts'
import { escapeMarkup } from './markup.ts'

/** A desktop that says nothing for so long has no notifications. In milliseconds. */
const patience = 3_000

/** Notifications as the operating system has them, with clicks everywhere. */
export const electronAlerts: AlertBackend = {
  name: 'electron',
  async show({ title, body, silent = false }, onClick) {
    if (!Notification.isSupported()) return { reason: 'notifications are not supported here.' }
    const notification = new Notification({
      title,
      body: process.platform === 'linux' ? escapeMarkup(body) : body,
      silent,
      ...(process.platform === 'linux' && { icon: icon('icon-128.png') }),
    })
    notification.on('click', onClick)
    const reason = await shown(notification)
    return reason === undefined ? { close: () => notification.close() } : { reason }
  },
}

/** Resolves to undefined when the notification is on the screen, else to the reason why not. */
function shown(notification: Notification): Promise<string | undefined> {
  return new Promise(resolve => {
    const waiting = setTimeout(() => resolve('the desktop did not answer.'), patience)
    const settle = (reason?: string) => {
      clearTimeout(waiting)
      resolve(reason)
    }
    notification.once('show', () => settle())
    notification.once('failed', (_event, error) => settle(error))
    notification.show()
  })
}
