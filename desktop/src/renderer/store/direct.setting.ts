/** Whether this device sends and takes files directly. Until a person decides otherwise, it does. */
import { recall, remember } from '../lib/storage.ts'

const key = 'direct'

export const isDirectOn = () => recall(key) !== 'off'

export function switchDirect(isOn: boolean): void {
  remember(key, isOn ? null : 'off')
  for (const listener of listeners) listener(isOn)
}

const listeners = new Set<(isOn: boolean) => void>()

/** Returns a function that stops listening. */
export function onDirectSwitched(listener: (isOn: boolean) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
