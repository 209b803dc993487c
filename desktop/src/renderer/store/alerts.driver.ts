/** Raises and withdraws native notifications, and keeps the badge, as `alerts.ts` decides. */
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import type { AlertRequest, Bridge, WindowState } from '../../bridge/bridge.ts'
import { alertForCount, alertsFor, badgeCount, isRead, missedMentions } from './alerts.ts'
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
  /** Rooms whose missed mentions are still to come, with how far they were known. */
  let missed = new Map<number, number>()
  let badge: number | undefined

  const stopListening = bridge.on('window:changed', state => {
    window = state
  })
  bridge.ask('window:read').then(state => {
    window = state
  }, report)

  function raise(alert: AlertRequest) {
    const { roomId, seq } = alert.destination
    missed.delete(roomId)
    if (seq <= (live.get(roomId) ?? 0)) return
    live.set(roomId, seq)
    bridge.ask('alert:show', alert).catch(report)
  }

  function withdraw(roomId: number) {
    live.delete(roomId)
    bridge.ask('alert:withdraw', { roomId }).catch(report)
  }

  function withdrawRead(snapshot: Snapshot) {
    for (const [roomId, seq] of live) if (isRead(snapshot, roomId, seq)) withdraw(roomId)
  }

  /** What its author took back is not shown any longer. */
  function withdrawDeleted({ messages }: Folded) {
    for (const { roomId, seq, deletedAt } of messages)
      if (deletedAt !== undefined && live.get(roomId) === seq) withdraw(roomId)
  }

  function showBadge(count: number) {
    if (count === badge) return
    badge = count
    bridge.ask('badge:show', { count }).catch(report)
  }

  return {
    attend(folded: Folded) {
      const looking = { ...window, openRoomId: openRoomId() }
      for (const alert of alertsFor(folded, looking, serverUrl, missed)) raise(alert)
      missed = new Map([...missed, ...missedMentions(folded, looking)])
      withdrawRead(folded.after)
      withdrawDeleted(folded)
      showBadge(badgeCount(folded.after))
    },
    /** Everything that was missed is here: mentions that were not among it are counted, at least. */
    caughtUp(snapshot: Snapshot) {
      for (const roomId of missed.keys()) {
        const room = snapshot.rooms[roomId]
        const alert = room && alertForCount(room, serverUrl)
        if (alert && !isRead(snapshot, roomId, alert.destination.seq)) raise(alert)
      }
      missed.clear()
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
