/** Native notifications: one per room at most, and each leads to its message. */
import type { AlertOutcome, AlertRequest } from '../bridge/bridge.ts'
import type { LiveAlert, Note } from './alerts/backend.ts'
import { electronAlerts } from './alerts/electron.ts'
import { nodeNotifierAlerts } from './alerts/node-notifier.ts'
import { openDestination } from './destinations.ts'

/** The second delivers where the first cannot, but on Linux it reports no clicks. */
const backends = [electronAlerts, nodeNotifierAlerts]

/** Kept here also because a notification that is garbage collected loses its click. */
const live = new Map<string, { roomId: number | undefined; alert: LiveAlert }>()

/** Under which an alert stands, and the room that it is of. */
type Place = { key: string; roomId?: number }

/** Shows an alert in place of the one that its room had, and tells what the operating system answered. */
export function showAlert({ destination, ...words }: AlertRequest): Promise<AlertOutcome> {
  const { serverUrl, roomId } = destination
  return show({ key: `${serverUrl} ${roomId}`, roomId }, { id: roomId, ...words }, () =>
    openDestination(destination),
  )
}

/** Tells of something that concerns no room, in place of what was told under this key. */
export function showNote(key: string, words: Omit<Note, 'id'>, onClick: () => void): Promise<AlertOutcome> {
  return show({ key }, { id: 0, ...words }, onClick)
}

async function show({ key, roomId }: Place, note: Note, act: () => void): Promise<AlertOutcome> {
  closeAlert(key)
  const onClick = () => {
    live.delete(key)
    act()
  }
  const reasons: string[] = []
  for (const backend of backends) {
    const shown = await backend.show(note, onClick)
    if ('reason' in shown) {
      reasons.push(`${backend.name}: ${shown.reason}`)
      continue
    }
    closeAlert(key) // One that was shown while this one waited for its answer.
    live.set(key, { roomId, alert: shown })
    return { shown: true, backend: backend.name }
  }
  return { shown: false, backend: 'none', reason: reasons.join(' ') }
}

/** Takes back the room's alert, because it was read. */
export function withdrawAlert(roomId: number): void {
  for (const [key, entry] of live) if (entry.roomId === roomId) closeAlert(key)
}

/** A notification that outlives the app would lead nowhere. */
export function withdrawAllAlerts(): void {
  for (const key of live.keys()) closeAlert(key)
}

function closeAlert(key: string) {
  live.get(key)?.alert.close()
  live.delete(key)
}
