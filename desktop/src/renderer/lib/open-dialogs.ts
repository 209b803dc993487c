/** The dialogs that lie above the conversation, each by how it is closed: what is behind them is not looked at. */
const dialogs = new Set<() => void>()
const listeners = new Set<() => void>()

/** A dialog opened. Returns what to call when it is gone. */
export function noteDialog(close: () => void): () => void {
  dialogs.add(close)
  tell()
  return () => {
    dialogs.delete(close)
    tell()
  }
}

export function isBehindDialog(): boolean {
  return dialogs.size > 0
}

/** Closes them as Escape would, the last one first. */
export function closeDialogs(): void {
  for (const close of [...dialogs].reverse()) close()
}

/** Calls back when a dialog has opened or gone. Returns a function that stops. */
export function onDialogs(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function tell() {
  for (const listener of listeners) listener()
}
