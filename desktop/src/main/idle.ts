import { powerMonitor } from 'electron'
import { signal } from './ipc.ts'

/** Without a key or a movement for so long, the person is away. In seconds. */
const awayAfter = 5 * 60

/** How often to look, in milliseconds: closely once away, so that coming back shows at once. */
const interval = { present: 15_000, away: 2_000 }

let isLocked = false
let isIdle = false

/** Tells the page when the person leaves the machine and comes back, and when the machine wakes up. */
export function setupIdle(): void {
  const look = () => {
    tell(isLocked || powerMonitor.getSystemIdleTime() >= awayAfter)
    setTimeout(look, isIdle ? interval.away : interval.present)
  }
  look()
  powerMonitor.on('lock-screen', () => lock(true)).on('suspend', () => lock(true))
  powerMonitor.on('unlock-screen', () => lock(false)).on('resume', () => lock(false))
  powerMonitor.on('resume', () => signal('network:woke', {}))
  powerMonitor.on('unlock-screen', () => signal('network:woke', {}))
}

function lock(locked: boolean) {
  isLocked = locked
  tell(locked)
}

function tell(idle: boolean) {
  if (idle === isIdle) return
  isIdle = idle
  signal('idle:changed', { idle })
}
