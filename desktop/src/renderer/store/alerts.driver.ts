/** Raises and withdraws native notifications, and keeps the badge, as `alerts.ts` decides. */
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import type { Bridge, WindowState } from '../../bridge/bridge.ts'
import { alertsFor, badgeCount, isRead } from './alerts.ts'
import type { Folded } from './known.ts'

export type AlertsOptions = {
  bridge: Pick<Bridge, 'ask' | 'on'>
  serverUrl: string
  openRoomId: () => number | undefined
}

export type Alerts = ReturnType<typeof createAlerts>

export function createAlerts({ bridge, serverUrl, openRoomId }: AlertsOptions) {
  // Until the window has told, nobody is taken to look: better one notification too many than one too few.
  let window: WindowState = { focused: false, visible: false }
  /** The newest message that each room's live notification tells of. */
  const live = new Map<number, number>()
  let badge: number | undefined

  const stopListening = bridge.on('window:changed', state => {
    window = state
  })
  bridge.ask('window:read').then(state => {
    window = state
  }, report)

  function withdrawRead(snapshot: Snapshot) {
    for (const [roomId, seq] of live) {
      if (!isRead(snapshot, roomId, seq)) continue
      live.delete(roomId)
      bridge.ask('alert:withdraw', { roomId }).catch(report)
    }
  }

  function showBadge(count: number) {
    if (count === badge) return
    badge = count
    bridge.ask('badge:show', { count }).catch(report)
  }

  return {
    attend(folded: Folded) {
      for (const alert of alertsFor(folded, { ...window, openRoomId: openRoomId() }, serverUrl)) {
        if (alert.destination.seq <= (live.get(alert.destination.roomId) ?? 0)) continue
        live.set(alert.destination.roomId, alert.destination.seq)
        bridge.ask('alert:show', alert).catch(report)
      }
      withdrawRead(folded.after)
      showBadge(badgeCount(folded.after))
    },
    /** The person is logged out: nothing of theirs stays on the screen. */
    clear() {
      for (const roomId of live.keys()) bridge.ask('alert:withdraw', { roomId }).catch(report)
      live.clear()
      showBadge(0)
    },
    stop: stopListening,
  }
}

function report(error: unknown) {
  console.error('The operating system did not take a notification.', error)
}
