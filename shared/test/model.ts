/** A server of one room in memory, to test folds against: it does what the real one does, without a database. */
import type { Account } from '../src/accounts.ts'
import type { MarkerMoved } from '../src/markers.ts'
import { isUnreadPost, mentionsPerson } from '../src/messages.apply.ts'
import type { ChangePage, Message, MessagePage, Quote } from '../src/messages.ts'
import type { ChatterEvent } from '../src/protocol.ts'
import type { Room } from '../src/rooms.ts'

export const roomId = 1
const catchUpLimit = 12

export function createModel(people: readonly string[]) {
  const accounts = people.map((name, index) => accountOf(index + 1, name))
  const messages: Message[] = []
  const readSeqs = new Map<number, number>()
  let rev = 0
  let epoch = 0

  /** Stores a form of a message as the room's next change, and tells of it. */
  function change(message: Unplaced): ChatterEvent {
    const isPost = message.seq > messages.length
    const changed = [store(message), ...requote(message)]
    return { name: isPost ? 'messages:posted' : 'messages:changed', payload: { roomId, messages: changed } }
  }

  function store(message: Unplaced): Message {
    const stored: Message = { ...message, roomId, rev: ++rev }
    messages[message.seq - 1] = stored
    return stored
  }

  /** Whoever replied to a message quotes it as it is now. */
  function requote(original: Unplaced): Message[] {
    const quote = quoteOf(original)
    const isOld = ({ replyTo }: Message) =>
      replyTo?.seq === original.seq && JSON.stringify(replyTo) !== JSON.stringify(quote)
    return messages.filter(isOld).map(reply => store({ ...named(reply), replyTo: quote }))
  }

  const authorOf = (id: number) => ({ id, displayName: accounts[id - 1]!.displayName })
  const named = (message: Message) => ({ ...message, author: authorOf(message.author.id) })

  return {
    me: accounts[0]!,
    post(authorId: number, more: Partial<Message> = {}): ChatterEvent {
      const seq = messages.length + 1
      const author = authorOf(authorId)
      const body = `post ${seq}`
      return change({ seq, clientId: null, kind: 'post', author, body, createdAt: seq, ...more })
    },
    mention(pick: number): ChatterEvent {
      const { id, username } = accounts[pick % accounts.length]!
      const isRoom = pick % 5 === 0
      return this.post((pick % 3) + 1, isRoom ? { mentionsRoom: true } : { mentions: [{ id, username }] })
    },
    reply(pick: number): ChatterEvent | undefined {
      const original = messages[pick % Math.max(1, messages.length)]
      if (!original || original.kind === 'notice') return undefined
      return this.post((pick % 3) + 1, { replyTo: quoteOf(original) })
    },
    react(pick: number): ChatterEvent | undefined {
      const message = messages[pick % Math.max(1, messages.length)]
      if (!message || message.deletedAt || message.kind === 'notice') return undefined
      const { reactions, ...bare } = named(message)
      return change(
        reactions ? bare : { ...bare, reactions: [{ emoji: '👍', accountIds: [(pick % 3) + 1] }] },
      )
    },
    join(authorId: number): ChatterEvent {
      const seq = messages.length + 1
      const author = authorOf(authorId)
      return change({
        seq,
        clientId: null,
        kind: 'notice',
        author,
        body: '',
        notice: { type: 'joined' },
        createdAt: seq,
      })
    },
    edit(pick: number): ChatterEvent | undefined {
      const message = messages[pick % Math.max(1, messages.length)]
      if (!message || message.deletedAt || message.kind === 'notice') return undefined
      return change({ ...named(message), body: `${message.body}!`, editedAt: rev })
    },
    remove(pick: number): ChatterEvent | undefined {
      const message = messages[pick % Math.max(1, messages.length)]
      if (!message || message.deletedAt || message.kind === 'notice') return undefined
      // What is left of a deleted post quotes nothing, so it never changes again.
      const { reactions: _, replyTo: __, editedAt: ___, ...bare } = named(message)
      return change({ ...bare, body: '', deletedAt: rev })
    },
    moveMarker(pick: number): ChatterEvent {
      const me = accounts[0]!.id
      const seq = Math.min(messages.length, pick % (messages.length + 1))
      readSeqs.set(me, Math.max(seq, readSeqs.get(me) ?? 0))
      return { name: 'marker:moved', payload: this.marker() }
    },
    resetMarker(pick: number): ChatterEvent | undefined {
      const me = accounts[0]!.id
      const readSeq = readSeqs.get(me) ?? 0
      if (readSeq === 0) return undefined
      readSeqs.set(me, pick % readSeq)
      epoch++
      return { name: 'marker:moved', payload: this.marker() }
    },
    rename(pick: number): ChatterEvent {
      const index = pick % accounts.length
      const account = { ...accounts[index]!, displayName: `${people[index]} ${pick}` }
      accounts[index] = account
      return { name: 'account:changed', payload: { account } }
    },
    marker(): MarkerMoved {
      const me = accounts[0]!.id
      const readSeq = readSeqs.get(me) ?? 0
      const unread = messages.filter(message => isUnreadPost(message, readSeq, me))
      const mentionCount = unread.filter(message => mentionsPerson(message, me)).length
      const unreadCount = unread.length
      return { roomId, readSeq, epoch, unreadCount, mentionCount, lastSeq: messages.length, rev }
    },
    accounts: () => accounts,
    room(): Room {
      const last = messages.at(-1)
      const { roomId: _, ...counts } = this.marker()
      return { ...emptyRoom, ...counts, lastMessage: last ? named(last) : null }
    },
    page({
      before = messages.length + 1,
      after,
      limit,
    }: {
      before?: number
      after?: number
      limit: number
    }): MessagePage {
      const first = after === undefined ? Math.max(1, before - limit) : after + 1
      const end = after === undefined ? before : Math.min(after + limit + 1, messages.length + 1)
      const page = messages.slice(first - 1, end - 1).map(named)
      return { messages: page, hasBefore: first > 1, hasAfter: end <= messages.length }
    },
    changes(sinceRev: number, limit: number): ChangePage {
      if (rev - sinceRev > catchUpLimit)
        return { messages: this.page({ limit }).messages, rev, roomRev: rev, reset: true }
      const changed = messages.filter(message => message.rev > sinceRev).sort((a, b) => a.rev - b.rev)
      const page = changed.slice(0, limit)
      const carried = changed.length > limit ? page.at(-1)!.rev : rev
      return { messages: page.map(named), rev: carried, roomRev: rev, reset: false }
    },
  }
}

/** A message before it has its place among the room's changes. */
type Unplaced = Omit<Message, 'rev' | 'roomId'>

/** Names are looked up by whoever shows a quote, so it keeps the one that it was made with. */
function quoteOf({ seq, author: { id }, body, deletedAt }: Unplaced): Quote {
  const quote = { seq, author: { id, displayName: `#${id}` }, excerpt: body }
  return deletedAt ? { ...quote, isDeleted: true } : quote
}

export type Model = ReturnType<typeof createModel>

const emptyRoom: Room = {
  id: roomId,
  kind: 'public',
  lobby: true,
  name: 'Lobby',
  topic: '',
  description: '',
  announcement: false,
  peer: null,
  createdBy: null,
  createdAt: 0,
  memberCount: 3,
  connectedCount: 3,
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
}

export function accountOf(id: number, displayName: string): Account {
  return { id, username: displayName.toLowerCase(), displayName, timeZone: null, createdAt: 0 }
}
