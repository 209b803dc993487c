/** Which alerts stand at the operating system: one for each place, the newest, until it is taken back or clicked. */
import type { AlertOutcome } from '../../bridge/bridge.ts'
import type { AlertBackend, LiveAlert, Note } from './backend.ts'

/** Under which an alert stands, and the room that it is of. */
export type Place = { key: string; roomId?: number }

type Standing = { roomId: number | undefined; alert?: LiveAlert }

/** @param backends tried in this order */
export function createLiveAlerts(backends: readonly AlertBackend[]) {
  /** Kept here also because a notification that is garbage collected loses its click. */
  const live = new Map<string, Standing>()

  function close(key: string) {
    live.get(key)?.alert?.close()
    live.delete(key)
  }

  return {
    /** Shows an alert in place of the one that stood there, and tells what the operating system answered. */
    async show({ key, roomId }: Place, note: Note, act: () => void): Promise<AlertOutcome> {
      close(key)
      // It has its place before the system answers, which may take seconds: it can be taken back meanwhile.
      const standing: Standing = { roomId }
      live.set(key, standing)
      const isWanted = () => live.get(key) === standing
      const onClick = () => {
        if (isWanted()) live.delete(key)
        act()
      }
      const reasons: string[] = []
      for (const backend of backends) {
        const shown = await backend.show(note, onClick)
        if (!('reason' in shown)) {
          if (isWanted()) standing.alert = shown
          else shown.close()
          return { shown: true, backend: backend.name }
        }
        reasons.push(`${backend.name}: ${shown.reason}`)
        if (!isWanted()) break
      }
      if (isWanted()) live.delete(key)
      return { shown: false, backend: 'none', reason: reasons.join(' ') }
    },
    /** Takes back the room's alert, because it was read. */
    withdraw(roomId: number) {
      for (const [key, standing] of live) if (standing.roomId === roomId) close(key)
    },
    withdrawAll() {
      for (const key of live.keys()) close(key)
    },
  }
}
