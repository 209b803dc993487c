/** Whether this device sends and takes files directly. Until a person decides otherwise, it does. */
import { recall, remember } from '../lib/storage.ts'

const key = 'direct'

export const isDirectOn = () => recall(key) !== 'off'

export function switchDirect(isOn: boolean): void {
  remember(key, isOn ? null : 'off')
}
