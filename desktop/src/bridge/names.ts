/**
 * The names of everything in `bridge.ts`, for the preload script: it is read at every start of the page, and must not
 * carry the schemas' library. The types hold the two lists together.
 */
import type { RequestName, SignalName } from './bridge.ts'

const requestNames: Record<RequestName, true> = {
  'environment:read': true,
  'window:read': true,
  'window:focus': true,
  'secret:read': true,
  'secret:write': true,
  'secret:delete': true,
  'alert:show': true,
  'alert:withdraw': true,
  'alert:hush': true,
  'badge:show': true,
  'link:open': true,
  'download:start': true,
  'download:pause': true,
  'download:cancel': true,
  'download:open': true,
  'download:show': true,
  'download:read': true,
  'downloads:wake': true,
  'downloads:read': true,
  'file:prepare': true,
  'file:drag': true,
  'received:read': true,
  'received:open': true,
  'received:write': true,
  'received:check': true,
  'received:close': true,
  'received:remove': true,
  'received:adopt': true,
  'theme:choose': true,
  'language:choose': true,
}

const signalNames: Record<SignalName, true> = {
  'window:changed': true,
  'destination:opened': true,
  'command:chosen': true,
  'idle:changed': true,
  'network:woke': true,
  'download:changed': true,
  'download:gone': true,
  'received:gone': true,
  'file:shown': true,
}

export const isRequestName = (name: string): name is RequestName => Object.hasOwn(requestNames, name)
export const isSignalName = (name: string): name is SignalName => Object.hasOwn(signalNames, name)
