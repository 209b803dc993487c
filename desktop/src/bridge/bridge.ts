/**
 * The contract between the page and the operating system, on one screen. The window's type, the preload's object and the
 * main process's handlers derive from these two tables; nothing else passes between them.
 */
import { AttachmentId, Sha256 } from '@chatter/shared/attachments.ts'
import { type Static, type TSchema, Type } from 'typebox'

const Nothing = Type.Undefined()
/** False when the file is not where it was put any more. */
const Found = Type.Boolean()
const Theme = Type.Union([Type.Literal('system'), Type.Literal('light'), Type.Literal('dark')])

/** What was chosen to be spoken; `system` follows the system's languages. */
export const LanguageChoice = Type.Union([Type.Literal('system'), Type.Literal('en'), Type.Literal('ko')])
export type LanguageChoice = Static<typeof LanguageChoice>

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

/** A file of a server: its bytes are asked for by these, and never by a path. */
export const FileAddress = Type.Object({ serverUrl: Type.String(), id: AttachmentId })
export type FileAddress = Static<typeof FileAddress>

/** A file that shall be put on this machine, and what has to come of it. */
export const FileToSave = Type.Object({
  ...FileAddress.properties,
  name: Type.String({ minLength: 1, maxLength: 1_024 }),
  size: Type.Integer({ minimum: 0 }),
  sha256: Sha256,
})
export type FileToSave = Static<typeof FileToSave>

/** Why it failed: the bytes are not those that were sent, the server has none, it refused, or the disk did. */
const Problem = Type.Union([
  Type.Literal('differs'),
  Type.Literal('gone'),
  Type.Literal('refused'),
  Type.Literal('disk'),
])

/** Whether files can be dragged out of the app now, or why not: one is too large for that, or did not come while it was waited for. */
export const Prepared = Type.Union([
  Type.Literal('ready'),
  Type.Literal('large'),
  Type.Literal('late'),
  ...Problem.anyOf,
])
export type Prepared = Static<typeof Prepared>

/** A file on its way to the downloads folder, or there. */
export const Download = Type.Object({
  ...FileToSave.properties,
  /** How many bytes are on this machine. */
  received: Type.Integer({ minimum: 0 }),
  /** `waiting`: for its turn, or for the network. */
  state: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('running'),
    Type.Literal('paused'),
    Type.Literal('done'),
    Type.Literal('failed'),
  ]),
  problem: Type.Optional(Problem),
  /** Bytes per second, while it runs. */
  speed: Type.Optional(Type.Number({ minimum: 0 })),
  /** How it is called in the folder, which may have had another file of its name. */
  savedAs: Type.Optional(Type.String()),
})
export type Download = Static<typeof Download>

/** A content, or a part of it, that came directly from another person's app. Which attachment it is, its message tells later. */
export const ReceivedFile = Type.Object({ serverUrl: Type.String(), sha256: Sha256 })
export type ReceivedFile = Static<typeof ReceivedFile>

export const FileToReceive = Type.Object({
  ...ReceivedFile.properties,
  size: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  /** The account whose app brings it. */
  senderId: Type.Integer({ minimum: 1 }),
})
export type FileToReceive = Static<typeof FileToReceive>

/** So many bytes of a file pass at once without holding others up. */
const mostBytes = 4 * 1024 * 1024
const Bytes = Type.Refine(
  Type.Unsafe<Uint8Array>({}),
  value => value instanceof Uint8Array && value.length <= mostBytes,
)

/** What the page is told once, when it starts. */
export const Environment = Type.Object({
  version: Type.String(),
  platform: Type.Union([
    Type.Literal('linux'),
    Type.Literal('darwin'),
    Type.Literal('win32'),
    Type.Literal('browser'),
  ]),
  /** BCP 47 tags that the person prefers in their system, best first. */
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
  /** Whether the person is not to be disturbed: then nothing is told that the page does not ask for. */
  'alert:hush': { request: Type.Object({ isHushed: Type.Boolean() }), answer: Nothing },
  'badge:show': { request: Type.Object({ count: Type.Integer({ minimum: 0 }) }), answer: Nothing },
  /** Opens in the browser; only http, https and mailto are opened. */
  'link:open': { request: Type.Object({ url: Type.String() }), answer: Nothing },
  /** Puts a file into the downloads folder, or goes on with that; one that waits for the network tries now. */
  'download:start': { request: FileToSave, answer: Nothing },
  'download:pause': { request: FileAddress, answer: Nothing },
  /** Stops, and removes what is there of it so far; a file that is there whole stays. */
  'download:cancel': { request: FileAddress, answer: Nothing },
  /** Opens a file that was saved; one that would run as a program is shown in its folder instead. */
  'download:open': { request: FileAddress, answer: Found },
  'download:show': { request: FileAddress, answer: Found },
  /** The beginning of a file that was saved; null when it is not what was saved there any more. */
  'download:read': {
    request: Type.Object({
      ...FileAddress.properties,
      length: Type.Integer({ minimum: 1, maximum: mostBytes }),
    }),
    answer: Type.Union([Bytes, Type.Null()]),
  },
  /** The network is there again: what waits for it tries now. */
  'downloads:wake': { request: Nothing, answer: Nothing },
  'downloads:read': { request: Nothing, answer: Type.Array(Download) },
  /** Makes files ready to be dragged out of the app. */
  'file:prepare': { request: Type.Object({ files: Type.Array(FileToSave) }), answer: Prepared },
  /** Lets the pointer take files along that were prepared. */
  'file:drag': { request: Type.Object({ files: Type.Array(FileAddress) }), answer: Nothing },
  'received:read': { request: Nothing, answer: Type.Array(FileToReceive) },
  /** Begins to receive a file, or goes on: answers with how many of its bytes are there. */
  'received:open': { request: FileToReceive, answer: Type.Integer({ minimum: 0 }) },
  'received:write': {
    request: Type.Object({ ...ReceivedFile.properties, offset: Type.Integer({ minimum: 0 }), bytes: Bytes }),
    answer: Nothing,
  },
  /** Whether it is there whole. Bytes that are others than those that were promised are removed. */
  'received:check': { request: ReceivedFile, answer: Type.Boolean() },
  /** The way broke, or it is whole: what is there waits to be gone on with, or for its message, but not for long. */
  'received:close': { request: ReceivedFile, answer: Nothing },
  'received:remove': { request: ReceivedFile, answer: Nothing },
  /** Its message came: it becomes the download of that attachment. False when nothing of it is there. */
  'received:adopt': { request: FileToSave, answer: Type.Boolean() },
  'theme:choose': { request: Type.Object({ theme: Theme }), answer: Nothing },
  /** Sets the language of menus, the tray and the spell checker. */
  'language:choose': { request: Type.Object({ language: LanguageChoice }), answer: Nothing },
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
  'download:changed': Download,
  /** It was cancelled, or its file is not there any more. */
  'download:gone': FileAddress,
  /** What came of it directly is not there any more: nobody went on with it. */
  'received:gone': ReceivedFile,
  /** The page was shown all bytes of a file; these are their SHA-256. */
  'file:shown': Type.Object({ ...FileAddress.properties, sha256: Sha256 }),
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
