/** The keyhole: the page gets these two functions, and nothing of Electron. */
import { contextBridge, ipcRenderer } from 'electron'
import type { Bridge } from '../bridge/bridge.ts'
import { isRequestName, isSignalName } from '../bridge/names.ts'
import { heldUntilHeard } from './held.ts'

// The first database that a page opens takes a sixth of a second, outside of this process: the page's code is read meanwhile.
void indexedDB.databases().catch(() => undefined)

const destinations = heldUntilHeard()
ipcRenderer.on('destination:opened', (_event, destination) => destinations.tell(destination))

const bridge = {
  ask(name: string, request?: unknown): Promise<unknown> {
    if (!isRequestName(name)) return Promise.reject(new Error('There is no such request.'))
    return ipcRenderer.invoke('bridge', name, request)
  },

  on(name: string, listener: (signal: unknown) => void): () => void {
    if (!isSignalName(name)) throw new Error('There is no such signal.')
    if (name === 'destination:opened') return destinations.hear(listener)
    const hear = (_event: unknown, signal: unknown) => listener(signal)
    ipcRenderer.on(name, hear)
    return () => void ipcRenderer.off(name, hear)
  },
} as Bridge

contextBridge.exposeInMainWorld('bridge', bridge)
