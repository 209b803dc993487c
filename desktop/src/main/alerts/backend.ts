import type { AlertOutcome, AlertRequest } from '../../bridge/bridge.ts'

/** A notification that the operating system took. */
export type LiveAlert = { close(): void }

/** One way of showing a notification. */
export type AlertBackend = {
  name: Exclude<AlertOutcome['backend'], 'none'>
  /** Resolves once the operating system has answered. `reason` says why nothing is shown. */
  show(request: AlertRequest, onClick: () => void): Promise<LiveAlert | { reason: string }>
}
