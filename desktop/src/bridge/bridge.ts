/**
 * The contract between the page and the operating system, on one screen. The window's type, the preload's object and the
 * main process's handlers derive from these two tables; nothing else passes between them.
 */
import { type Static, type TSchema, Type } from 'typebox'

const Nothing = Type.Undefined()
const Theme = Type.Union([Type.Literal('system'), Type.Literal('light'), Type.Literal('dark')])

/** Where a notification, a deep link or a badge points. */
export const Destination = Type.Object({
  serverUrl: Type.String(),
  roomId: Type.Integer(),
  seq: Type.Integer(),
})
export type Destination = Static<typeof Destination>

/** One native notification. A room has at most one: the next replaces it. */
export const AlertRequest = Type.Object({
  destination: Destination,
  title: Type.String({ maxLength: 200 }),
  body: Type.String({ maxLength: 1000 }),
  silent: Type.Optional(Type.Boolean()),
})
export type AlertRequest = Static<typeof AlertRequest>

/** What the operating system answered to an alert, and which backend showed it. */
export const AlertOutcome = Type.Object({
  shown: Type.Boolean(),
  backend: Type.Union([Type.Literal('electron'), Type.Literal('node-notifier'), Type.Literal('none')]),
  reason: Type.Optional(Type.String()),
})
export type AlertOutcome = Static<typeof AlertOutcome>

/** What the page is told once, when it starts. */
export const Environment = Type.Object({
  version: Type.String(),
  platform: Type.Union([
    Type.Literal('linux'),
    Type.Literal('darwin'),
    Type.Literal('win32'),
    Type.Literal('browser'),
  ]),
  /** BCP 47 tags that the person prefers, best first. */
  locales: Type.Array(Type.String()),
  /** The server that the app was started for, if any. */
  serverUrl: Type.Union([Type.String(), Type.Null()]),
  /** How this device is called in the list of sessions. */
  device: Type.String(),
  theme: Theme,
  /** Whether secrets are encrypted by the operating system's keychain. */
  secretsAreEncrypted: Type.Boolean(),
})
export type Environment = Static<typeof Environment>

export const WindowState = Type.Object({
  focused: Type.Boolean(),
  /** Neither hidden nor minimised. */
  visible: Type.Boolean(),
})
export type WindowState = Static<typeof WindowState>

/** Menu and shortcut commands that the page carries out. */
export const Command = Type.Union([
  Type.Literal('open-settings'),
  Type.Literal('open-switcher'),
  Type.Literal('find-person'),
  Type.Literal('search-room'),
  Type.Literal('search-everywhere'),
  Type.Literal('create-room'),
  Type.Literal('browse-rooms'),
  Type.Literal('jump-to-date'),
  Type.Literal('mark-all-read'),
  Type.Literal('previous-room'),
  Type.Literal('next-room'),
  Type.Literal('log-out'),
])
export type Command = Static<typeof Command>

/** What the page may ask. Secrets are named by the server's URL. */
export const requests = {
  'environment:read': { request: Nothing, answer: Environment },
  'window:read': { request: Nothing, answer: WindowState },
  'window:focus': { request: Nothing, answer: Nothing },
  'secret:read': {
    request: Type.Object({ name: Type.String() }),
    answer: Type.Union([Type.String(), Type.Null()]),
  },
  'secret:write': { request: Type.Object({ name: Type.String(), value: Type.String() }), answer: Nothing },
  'secret:delete': { request: Type.Object({ name: Type.String() }), answer: Nothing },
  'alert:show': { request: AlertRequest, answer: AlertOutcome },
  /** Withdraws the room's alert, because it was read. */
  'alert:withdraw': { request: Type.Object({ roomId: Type.Integer() }), answer: Nothing },
  'badge:show': { request: Type.Object({ count: Type.Integer({ minimum: 0 }) }), answer: Nothing },
  /** Opens in the browser; only http, https and mailto are opened. */
  'link:open': { request: Type.Object({ url: Type.String() }), answer: Nothing },
  'theme:choose': { request: Type.Object({ theme: Theme }), answer: Nothing },
  /** Sets the language of menus, the tray and the spell checker. */
  'language:choose': {
    request: Type.Object({ language: Type.Union([Type.Literal('en'), Type.Literal('ko')]) }),
    answer: Nothing,
  },
} as const satisfies Record<string, { request: TSchema; answer: TSchema }>

/** What the operating system tells the page. */
export const signals = {
  'window:changed': WindowState,
  /** A clicked notification or a deep link: go there. */
  'destination:opened': Destination,
  'command:chosen': Command,
  /** Whether the person is away from the keyboard, or the machine asleep or locked. */
  'idle:changed': Type.Object({ idle: Type.Boolean() }),
  /** The machine woke up or the network came back: connect now instead of waiting. */
  'network:woke': Type.Object({}),
} as const satisfies Record<string, TSchema>

export type RequestName = keyof typeof requests
export type BridgeRequest<Name extends RequestName> = Static<(typeof requests)[Name]['request']>
export type BridgeAnswer<Name extends RequestName> = Static<(typeof requests)[Name]['answer']>

export type SignalName = keyof typeof signals
export type Signal<Name extends SignalName> = Static<(typeof signals)[Name]>

/** What the page sees as `window.bridge`. */
export type Bridge = {
  /** Rejects with an `Error` whose message is fit for the log when the request is malformed or the OS refuses. */
  ask<Name extends RequestName>(
    name: Name,
    ...request: BridgeRequest<Name> extends undefined ? [] : [BridgeRequest<Name>]
  ): Promise<BridgeAnswer<Name>>
  /** Returns a function that stops listening. */
  on<Name extends SignalName>(name: Name, listener: (signal: Signal<Name>) => void): () => void
}

declare global {
  interface Window {
    bridge: Bridge
  }
}
