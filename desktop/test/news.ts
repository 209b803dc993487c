/** Made-up news, for tests of what is told of them. */
import type { Account } from '@chatter/shared/accounts.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { emptySnapshot, type Snapshot } from '@chatter/shared/snapshot.ts'
import type { AlertRequest, Bridge, WindowState } from '../src/bridge/bridge.ts'
import { watchAttention } from '../src/renderer/store/seen.ts'

export const ada = accountOf(1, 'Ada')
export const grace = accountOf(2, 'Grace')

/** Stands in for the operating system and its clock, and notes what it was asked. */
export function createDesk() {
  const asked: [string, AlertRequest | object | undefined][] = []
  let tellWindow = (_: WindowState) => {}
  const bridge = {
    ask: async (name: string, request?: object) => {
      asked.push([name, request])
      return name === 'window:read' ? { focused: false, visible: true } : undefined
    },
    on: (_: string, listener: typeof tellWindow) => {
      tellWindow = listener
      return () => {}
    },
  } as unknown as Bridge
  let time = 0
  return {
    bridge,
    asked,
    attention: watchAttention(bridge, new EventTarget(), () => time),
    tellWindow: (state: WindowState) => tellWindow(state),
    /** Milliseconds without any input. */
    pass(milliseconds: number) {
      time += milliseconds
    },
  }
}

/** Of rooms in which no files were dropped. */
export const noFiles = async () => ({ files: [], cursor: null })

export function post(
  roomId: number,
  seq: number,
  { id, displayName }: Account,
  body = `post ${seq}`,
): Message {
  const author = { id, displayName }
  return { roomId, seq, rev: seq, clientId: null, kind: 'post', author, body, createdAt: seq }
}

export function snapshotOf(...rooms: Room[]): Snapshot {
  return { ...emptySnapshot, me: ada, rooms: Object.fromEntries(rooms.map(room => [room.id, room])) }
}

export function accountOf(id: number, displayName: string): Account {
  return { id, username: displayName, displayName, timeZone: null, createdAt: 0 }
}

export function roomOf(id: number, details: Partial<Room>): Room {
  return {
    kind: 'public',
    lobby: false,
    name: '',
    topic: '',
    description: '',
    announcement: false,
    peer: null,
    createdBy: null,
    createdAt: 0,
    memberCount: 2,
    connectedCount: 2,
    role: 'member',
    lastSeq: 0,
    rev: 0,
    readSeq: 0,
    unreadCount: 0,
    mentionCount: 0,
    epoch: 0,
    peerReadSeq: null,
    level: 'mentions',
    favourite: null,
    lastMessage: null,
    ...details,
    id,
  }
}
