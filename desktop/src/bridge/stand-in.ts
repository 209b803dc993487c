/**
 * The bridge of a plain browser, for tests and development: what a browser has stands in for what the system would do,
 * and the rest is politely declined.
 */
import type { Answers } from './answers.ts'
import type { Bridge, BridgeAnswer, BridgeRequest, Signal, SignalName } from './bridge.ts'

/** @param serverUrl the server that the page starts with; `?server=` in its address by default */
export function createStandInBridge(
  serverUrl: string | null = new URLSearchParams(location.search).get('server'),
): Bridge {
  const listeners = new Map<string, Set<(signal: never) => void>>()
  const tell = <Name extends SignalName>(name: Name, signal: Signal<Name>) => {
    for (const listener of listeners.get(name) ?? []) listener(signal as never)
  }
  tellWindowState(tell)
  const answers = answersOfBrowser(serverUrl, tell)
  return {
    async ask(name, ...[request]) {
      const answer = answers[name] as (request: unknown) => Promise<never>
      return answer(request)
    },
    on(name, listener) {
      const heard = listeners.get(name) ?? new Set()
      listeners.set(name, heard.add(listener))
      return () => void heard.delete(listener)
    },
  }
}

type Tell = <Name extends SignalName>(name: Name, signal: Signal<Name>) => void

function answersOfBrowser(serverUrl: string | null, tell: Tell): Answers {
  return {
    'environment:read': () => ({
      version: 'development',
      platform: 'browser',
      locales: [...navigator.languages],
      serverUrl,
      device: 'Browser',
      theme: theme(),
      secretsAreEncrypted: false,
    }),
    'window:read': windowState,
    'window:focus': () => window.focus(),
    'secret:read': ({ name }) => localStorage.getItem(`secret ${name}`),
    'secret:write': ({ name, value }) => localStorage.setItem(`secret ${name}`, value),
    'secret:delete': ({ name }) => localStorage.removeItem(`secret ${name}`),
    'alert:show': request => showAlert(request, tell),
    'alert:withdraw': ({ roomId }) => withdrawAlert(roomId),
    'alert:hush': () => {},
    'badge:show': () => {},
    'link:open': ({ url }) => void window.open(url, '_blank', 'noopener,noreferrer'),
    // A browser has downloads of its own, for which it would need the token: these stay with the app.
    'download:start': () => {},
    'download:pause': () => {},
    'download:cancel': () => {},
    'download:open': () => false,
    'download:show': () => false,
    'download:read': () => null,
    'downloads:wake': () => {},
    'downloads:read': () => [],
    'file:prepare': () => 'late',
    'file:drag': () => {},
    'received:read': () => [],
    'received:open': () => Promise.reject(new Error('A browser keeps no file that comes in parts.')),
    'received:write': () => {},
    'received:check': () => false,
    'received:close': () => {},
    'received:remove': () => {},
    'received:adopt': () => false,
    'theme:choose': ({ theme }) => localStorage.setItem('theme', theme),
    'language:choose': () => {},
  }
}

function theme() {
  const chosen = localStorage.getItem('theme')
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system'
}

const windowState = () => ({ focused: document.hasFocus(), visible: document.visibilityState === 'visible' })

function tellWindowState(tell: Tell) {
  for (const change of ['focus', 'blur'])
    window.addEventListener(change, () => tell('window:changed', windowState()))
  document.addEventListener('visibilitychange', () => tell('window:changed', windowState()))
  window.addEventListener('online', () => tell('network:woke', {}))
}

const alerts = new Map<number, Notification>()

function showAlert(
  { destination, title, body }: BridgeRequest<'alert:show'>,
  tell: Tell,
): BridgeAnswer<'alert:show'> {
  if (!('Notification' in window) || Notification.permission !== 'granted')
    return { shown: false, backend: 'none', reason: 'The browser was not given leave to show notifications.' }
  const alert = new Notification(title, { body, tag: `${destination.serverUrl} ${destination.roomId}` })
  alert.onclick = () => {
    window.focus()
    tell('destination:opened', destination)
  }
  alerts.set(destination.roomId, alert)
  return { shown: true, backend: 'electron' }
}

function withdrawAlert(roomId: number) {
  alerts.get(roomId)?.close()
  alerts.delete(roomId)
}
