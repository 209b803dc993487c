import { powerMonitor } from 'electron'
import { signal } from './ipc.ts'

/** Without a key or a movement for so long, the person is away. In seconds. */
const awayAfter = 5 * 60

/** How often to look, in milliseconds: closely once away, so that coming back shows at once. */
const interval = { present: 15_000, away: 2_000 }

let isLocked = false
let isAsleep = false
let isIdle = false

/** Tells the page when the person leaves the machine and comes back, and when the machine wakes up. */
export function setupIdle(): void {
  const goOn = () => {
    look()
    setTimeout(goOn, isIdle ? interval.away : interval.present)
  }
  goOn()
  powerMonitor.on('lock-screen', () => lock(true)).on('unlock-screen', () => lock(false))
  powerMonitor.on('suspend', () => sleep(true)).on('resume', () => sleep(false))
  powerMonitor.on('resume', () => signal('network:woke', {}))
  powerMonitor.on('unlock-screen', () => signal('network:woke', {}))
}

function lock(locked: boolean) {
  isLocked = locked
  look()
}

/** A machine that wakes up at its lock screen has nobody at it yet. */
function sleep(asleep: boolean) {
  isAsleep = asleep
  look()
}

function look() {
  tell(isLocked || isAsleep || powerMonitor.getSystemIdleTime() >= awayAfter)
}

function tell(idle: boolean) {
  if (idle === isIdle) return
  isIdle = idle
  signal('idle:changed', { idle })
}
