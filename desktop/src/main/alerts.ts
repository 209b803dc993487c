/** Native notifications: one per room at most, and each leads to its message. */
import type { AlertOutcome, AlertRequest } from '../bridge/bridge.ts'
import type { Note } from './alerts/backend.ts'
import { electronAlerts } from './alerts/electron.ts'
import { createLiveAlerts } from './alerts/live.ts'
import { nodeNotifierAlerts } from './alerts/node-notifier.ts'
import { openDestination } from './destinations.ts'

/** The second delivers where the first cannot, but on Linux it reports no clicks. */
const live = createLiveAlerts([electronAlerts, nodeNotifierAlerts])

/** Shows an alert in place of the one that its room had, and tells what the operating system answered. */
export function showAlert({ destination, ...words }: AlertRequest): Promise<AlertOutcome> {
  const { serverUrl, roomId } = destination
  return live.show({ key: `${serverUrl} ${roomId}`, roomId }, { id: roomId, ...words }, () =>
    openDestination(destination),
  )
}

let areNotesHushed = false

/** The person is not to be disturbed from now on, or may be again. The page holds its own alerts back. */
export function hushNotes(isHushed: boolean): void {
  areNotesHushed = isHushed
}

/** Tells of something that concerns no room, in place of what was told under this key; not while notes are hushed. */
export async function showNote(
  key: string,
  words: Omit<Note, 'id'>,
  onClick: () => void,
): Promise<AlertOutcome> {
  if (areNotesHushed) return { shown: false, backend: 'none', reason: 'Do not disturb is on.' }
  return live.show({ key }, { id: 0, ...words }, onClick)
}

/** Takes back the room's alert, because it was read. */
export function withdrawAlert(roomId: number): void {
  live.withdraw(roomId)
}

/** A notification that outlives the app would lead nowhere. */
export function withdrawAllAlerts(): void {
  live.withdrawAll()
}
