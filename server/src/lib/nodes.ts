/** What the nodes of one server tell each other, and what features may ask of them. One node alone tells nobody anything. */
import type { Account } from '@chatter/shared/accounts.ts'
import type { RoomMessages } from '@chatter/shared/messages.ts'
import type { EventName } from '@chatter/shared/protocol.ts'
import type { ChatterServer } from './sockets.ts'

/** An event for connections, wherever they are: those of a channel, or all; but for those of another channel. */
export type Said = { channel: string | null; except?: string; event: EventName; payload: unknown }

/** News of a room, which have to be said in the order of their `rev`s, and what belongs right behind them. */
export type ToldNews = {
  event: 'messages:posted' | 'messages:changed'
  news: RoomMessages
  behind: readonly Said[]
}

/** A person as they are at the node that tells it: connected in some way, or not there. */
export type ToldPerson = {
  accountId: number
  state: 'online' | 'away' | null
  roomIds: readonly number[]
  peerIds: readonly number[]
}

type Stay = { accountId: number; roomId: number }

/** Everything that one node tells the others, who hear it in this order. What a node does not know, it ignores. */
export type Tellings = {
  said: Said
  news: ToldNews
  'room:entered': Stay
  'room:left': Stay
  'room:closed': { roomId: number }
  'account:known': { account: Account }
  'session:ended': { sessionId: number }
  'connections:recalled': { channel: string }
  person: ToldPerson
  /** All who are connected to the node. */
  people: { people: readonly ToldPerson[] }
  'person:entered': Stay
  'person:left': Stay
  'person:befriended': { accountId: number; peerId: number }
  'person:retold': { accountId: number }
  'room:forgotten': { roomId: number }
  /** What was used up of limits: kind, key, how much. */
  used: { uses: readonly (readonly [string, string | number, number])[] }
  /** The node keeps the search index up, where it is the first that does. */
  indexes: object
  'claim:opened': { claim: unknown }
  'claim:tried': { id: string }
  'upload:wanted': { id: string }
}

export type Telling = keyof Tellings

export type Nodes = {
  /** Whether there may be others. */
  readonly areSeveral: boolean
  /** Joins the others. @throws Error fit for people when they cannot be reached */
  join: (io: ChatterServer) => Promise<void>
  /** Says good-bye. */
  leave: () => Promise<void>
  /** Tells all other nodes. It neither waits nor fails: what gets lost is noticed, and made good. */
  tell: <Name extends Telling>(name: Name, content: Tellings[Name]) => void
  /** Hears what others tell by this name, from which node. */
  on: <Name extends Telling>(name: Name, hear: (content: Tellings[Name], node: string) => void) => void
  /** Runs when another node has to be told what stands here. */
  onMet: (hook: () => void) => void
  /** Runs when another node is no more. */
  onGone: (hook: (node: string) => void) => void
  /** Runs when this node may have missed something of the others. */
  onGap: (hook: () => void) => void
  /** Whether this is the name of another node that is there. */
  isThere: (node: string) => boolean
  /** How many nodes there are, with this one. */
  count: () => number
  /**
   * Whether what one node does for all is this one's. Two may think so for a moment.
   * @param among the other nodes that would do it; all of them, unless told
   */
  isFirst: (among?: ReadonlySet<string>) => boolean
  /** Whether the others cannot be reached now. */
  isCutOff: () => boolean
  /** Of one key, one piece of work runs at a time, on all nodes; what the one before told is heard before it begins. */
  inTurn: <Result>(key: string, work: () => Promise<Result>) => Promise<Result>
  /**
   * Waits until no other node holds the key, and holds it until the returned function is called.
   * @param onBusy runs each time another node was found to hold it
   */
  hold: (key: string, onBusy: () => void) => Promise<() => void>
}

const nothing = () => {}

/** A node that knows of no others. */
export const alone: Nodes = {
  areSeveral: false,
  join: async () => {},
  leave: async () => {},
  tell: nothing,
  on: nothing,
  onMet: nothing,
  onGone: nothing,
  onGap: nothing,
  isThere: () => false,
  count: () => 1,
  isFirst: () => true,
  isCutOff: () => false,
  inTurn: (_key, work) => work(),
  hold: async () => nothing,
}
