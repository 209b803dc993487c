/**
 * Files that go from app to app in direct rooms. Sending is a detour of the outbox: when it leads nowhere, the file goes to the
 * server like every other. Receiving ends in a download of the attachment, once its message says which one that is.
 */
import type { Attachment, Declaration, UploadLimits } from '@chatter/shared/attachments.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { CallAnswer, CallRequest, EventPayload } from '@chatter/shared/protocol.ts'
import type { SearchPage, SearchQuery } from '@chatter/shared/search.ts'
import { v7 } from 'uuid'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../../bridge/bridge.ts'
import { type Connect, connect as connectPeers } from '../connection/direct/peer.ts'
import { type DirectSignal, readSignal, type Signalled } from '../connection/direct/signals.ts'
import { createAnswered } from './direct.answered.ts'
import { createCopies } from './direct.copies.ts'
import { createIncoming, type IncomingFile } from './direct.incoming.ts'
import { createOffers } from './direct.offers.ts'
import { type From, isThere, type Say } from './direct.peers.ts'
import type { Sent, SentDirectly } from './direct.sent.ts'
import { isDirectOn, onDirectSwitched } from './direct.setting.ts'
import { createWays } from './direct.ways.ts'
import { createWishes, type WishState } from './direct.wishes.ts'
import type { Known } from './known.ts'
import type { UploadsOptions } from './uploads.ts'

/** Smaller files are at the server before a way is found, in bytes. */
export const smallestDirect = 1024 * 1024

/** Bytes that pass to the app's own process at once. */
const handedOver = 1024 * 1024

/** Files that others asked for, on their way at the same time. */
const mostServed = 3

export type DirectState = {
  incoming: readonly IncomingFile[]
  /** Attachments that were asked for again, by id. */
  wishes: Readonly<Record<string, WishState>>
  /** Attachments that went directly from this device, and are here still; null until that is known. */
  copies: ReadonlySet<string> | null
  /** Attachments that came directly, and are just becoming downloads. */
  arriving: ReadonlySet<string>
}

export const nothingDirect: DirectState = {
  incoming: [],
  wishes: {},
  copies: null,
  arriving: new Set(),
}

export type DirectOptions = {
  serverUrl: string
  accountId: number
  /** The server is there, and it is known who else is. */
  isConnected: () => boolean
  call: (name: 'signal:send', request: CallRequest<'signal:send'>) => Promise<CallAnswer<'signal:send'>>
  api: {
    declareDirect: (roomId: number, declaration: Declaration) => Promise<Attachment>
    readAttachment: (id: string) => Promise<Attachment>
    search: (query: SearchQuery) => Promise<SearchPage>
  }
  known: Pick<Known, 'read' | 'listen'>
  bridge: Pick<Bridge, 'ask' | 'on'> | undefined
  sent: Sent
  /** What the server takes; null while that is not known. */
  limits: () => UploadLimits | null
  isOn?: () => boolean
  /** None where there is no WebRTC. */
  connect?: Connect | undefined
  now: () => number
}

export type Direct = ReturnType<typeof createDirect>

type Detour = NonNullable<UploadsOptions['direct']>

export function createDirect(options: DirectOptions) {
  const { serverUrl, accountId, isConnected, call, api, known, bridge, sent, now } = options
  const isOn = options.isOn ?? isDirectOn
  const connect = options.connect ?? (typeof RTCPeerConnection === 'undefined' ? undefined : connectPeers)
  const store = createStore<DirectState>(() => nothingDirect)
  const peerId = v7()
  const ways = createWays({ serverUrl, accountId, now })
  let served = 0

  const say: Say = (roomId, signal, toPeerId) =>
    call('signal:send', {
      roomId,
      peerId,
      payload: JSON.stringify(signal),
      ...(toPeerId && { toPeerId }),
    }).then(
      () => true,
      () => false,
    )
  const way = connect ?? nowhere
  const offers = createOffers({ say, connect: way })
  const wishes = createWishes({
    say,
    read: known.read,
    isConnected,
    isConnectable: () => connect !== undefined && bridge !== undefined,
    onChange: changed => store.setState({ wishes: changed }),
  })
  const copies = createCopies({ sent, onChange: copies => store.setState({ copies }) })
  const incoming = createIncoming({
    serverUrl,
    peerId,
    bridge: connect && bridge,
    say,
    connect: way,
    isOn,
    isMine: ({ author }) => author.id === accountId,
    isAnswered: createAnswered({ accountId, read: known.read, search: api.search, now }),
    limits: options.limits,
    onChange: files => store.setState({ incoming: files }),
    onArriving: arriving => store.setState({ arriving }),
    wished: wishes.wished,
    onWishEnded: wishes.ended,
    onFound: ways.noteFound,
    now,
  })

  const stopListening = known.listen(event => {
    if (event.name === 'signal:received') hear(event.payload)
  })

  /** What is on its way ends with the switch, too. */
  const stopHeeding = onDirectSwitched(isOn => {
    if (isOn) return
    offers.endAll()
    void incoming.refuseAll()
  })

  function hear({ roomId, accountId, peerId: from, toPeerId, payload }: EventPayload<'signal:received'>) {
    const room = known.read().rooms[roomId]
    const isForMe = toPeerId === undefined || toPeerId === peerId
    if (!isForMe || room?.kind !== 'direct' || room.peer?.id !== accountId) return
    const signal = readSignal(payload)
    if (signal) answer(signal, { roomId, accountId, peerId: from })
  }

  function answer(signal: DirectSignal, from: From) {
    switch (signal.is) {
      case 'offer':
        return void incoming.take(signal, from).catch(report)
      case 'answer':
        return offers.answered(signal, from)
      case 'decline':
        return offers.declined(signal, from)
      case 'taken':
        return incoming.taken(signal)
      case 'cancel':
        return void incoming.cancelled(signal, from).catch(report)
      case 'wish':
        return void grant(signal, from).catch(report)
      case 'cannot':
        return wishes.refused(signal)
    }
  }

  /** Sends what went to this person before, if it is still here and its message still stands. */
  async function grant({ wish, sha256 }: Signalled<'wish'>, { roomId, peerId: to }: From) {
    const mayServe = isOn() && connect && served < mostServed
    const file = mayServe ? await findStanding(roomId, sha256) : undefined
    if (!file) return void say(roomId, { is: 'cannot', wish }, to)
    served++
    try {
      const { name, type, size, blob } = file
      await offers.offer({
        roomId,
        file: { name, type, size, sha256 },
        blob,
        signal: new AbortController().signal,
        onOffered: () => {},
        onProgress: () => {},
        wish: { peerId: to, wish },
      })
    } finally {
      served--
    }
  }

  /** The same content may have been sent twice, and one of the messages may be gone. */
  async function findStanding(roomId: number, sha256: string): Promise<SentDirectly | undefined> {
    for (const file of await sent.find(roomId, sha256)) if (await stands(file.attachmentId)) return file
    return undefined
  }

  /** Whoever deletes a message takes its files away. */
  async function stands(attachmentId: string): Promise<boolean> {
    try {
      await api.readAttachment(attachmentId)
      return true
    } catch (error) {
      if ((error as { code?: string }).code === 'not_found') await copies.forget(attachmentId)
      return false
    }
  }

  /** Whether the other person of a direct room is there, and this way worth looking for. */
  function isWorthIt(roomId: number, size: number): boolean {
    const { rooms, presences } = known.read()
    const room = rooms[roomId]
    if (!connect || !isOn() || size < smallestDirect || room?.kind !== 'direct' || !room.peer) return false
    if (ways.isResting(roomId)) return false
    return isThere(presences[room.peer.id]?.state, room.connectedCount)
  }

  /** The way of the outbox around the server. */
  const send: Detour['send'] = async (upload, onProgress) => {
    const { roomId, file, declaration, signal, onOffered } = upload
    const { name, type, size, sha256 } = declaration
    if (!isWorthIt(roomId, size)) return undefined
    const offered = { name, type, size, sha256 }
    const outcome = await offers.offer({
      roomId,
      file: offered,
      blob: file.blob,
      signal,
      onOffered,
      onProgress,
    })
    if (outcome === 'unfound') ways.noteUnfound(roomId)
    if (outcome === 'whole') ways.noteFound(roomId)
    if (outcome !== 'whole') return undefined
    const attachment = await api.declareDirect(roomId, declaration).catch(unlessRefused)
    // What the server has against it, it tells on its own way; the receiver does not need the bytes twice.
    if (!attachment) return undefined
    const copy = { ...offered, attachmentId: attachment.id, roomId, blob: file.blob, sentAt: now() }
    await copies.keep(copy).catch(report)
    return attachment
  }

  /** What was offered, and will not be posted, does not stay with the other person. What only rests goes on there. */
  const takeBack: Detour['takeBack'] = async ({ roomId, sha256, attachmentId }) => {
    if (attachmentId) await copies.forget(attachmentId).catch(report)
    return say(roomId, { is: 'cancel', sha256 })
  }

  return {
    store,
    send,
    takeBack,
    wish: wishes.ask,
    resume: wishes.resume,
    refuse: incoming.refuse,
    /** What went directly from this device, while it is kept. */
    copy: copies.read,
    /** Gives the copy to the app's own process, as what comes from others: then it can be saved, and taken out of the app. */
    async handOver({ id, size, sha256 }: Pick<Attachment, 'id' | 'size' | 'sha256'>): Promise<void> {
      const blob = await copies.read(id)
      if (!blob || !bridge) return
      const file = { serverUrl, sha256 }
      const offset = await bridge.ask('received:open', { ...file, size, senderId: accountId })
      try {
        for (let at = offset; at < size; at += handedOver) {
          const bytes = new Uint8Array(await blob.slice(at, at + handedOver).arrayBuffer())
          await bridge.ask('received:write', { ...file, offset: at, bytes })
        }
      } finally {
        await bridge.ask('received:close', file)
      }
    },
    async restore() {
      await Promise.all([incoming.restore(), copies.restore().catch(report)])
    },
    attend(messages: readonly Message[]) {
      incoming.attend(messages)
      void copies.attend(messages).catch(report)
    },
    stop() {
      stopListening()
      stopHeeding()
      incoming.stop()
      wishes.stop()
    },
  }
}

function unlessRefused(error: unknown): undefined {
  if (['unavailable', 'rate_limited'].includes((error as { code?: string }).code ?? '')) throw error
}

function nowhere(): never {
  throw new Error('There is no WebRTC here.')
}

function report(error: unknown) {
  console.warn('A file could not go directly.', error)
}
