/** What all parts of direct transfer say of the app at the other end. */
import type { DirectSignal } from '../connection/direct/signals.ts'

/** Who sent a signal. */
export type From = { roomId: number; accountId: number; peerId: string }

/** Sends a signal to the other person's apps, or to one of them; resolves with whether the server took it. */
export type Say = (roomId: number, signal: DirectSignal, toPeerId?: string) => Promise<boolean>

export function isThere(state: string | undefined, connectedCount: number): boolean {
  return state === undefined ? connectedCount > 1 : state !== 'offline'
}
