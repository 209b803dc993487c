import type { AlertOutcome, AlertRequest } from '../../bridge/bridge.ts'

/** What a notification says. One with the same `id` takes its place where notifications are kept by number. */
export type Note = Pick<AlertRequest, 'title' | 'body' | 'silent'> & { id: number }

/** A notification that the operating system took. */
export type LiveAlert = { close(): void }

/** One way of showing a notification. */
export type AlertBackend = {
  name: Exclude<AlertOutcome['backend'], 'none'>
  /** Resolves once the operating system has answered. `reason` says why nothing is shown. */
  show(note: Note, onClick: () => void): Promise<LiveAlert | { reason: string }>
}
