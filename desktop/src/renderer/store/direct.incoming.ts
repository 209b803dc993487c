/** Takes files that the other person of a direct room sends directly, and hands them over when their message comes. */
import {
  type Attachment,
  forbiddenBy,
  parseMediaType,
  type UploadLimits,
} from '@chatter/shared/attachments.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { Bridge } from '../../bridge/bridge.ts'
import { receiveBytes } from '../connection/direct/bytes.ts'
import { LineBroken } from '../connection/direct/line.ts'
import { answerPeer, type Connect, type Peer } from '../connection/direct/peer.ts'
import type { OfferedFile, Signalled } from '../connection/direct/signals.ts'
import { findingTime, within } from './direct.offers.ts'
import type { From, Say } from './direct.peers.ts'
import { createTelling } from './speed.ts'

/** A file on its way to this device. */
export type IncomingFile = {
  sha256: string
  roomId: number
  name: string
  type: string
  size: number
  received: number
  /** Bytes per second. */
  speed?: number
  /** `waiting`: for its message, with which the rest comes as well where the way broke. */
  state: 'receiving' | 'waiting'
  /** It was asked for, for this attachment. */
  attachmentId?: string
}

type Transfer = {
  transferId: string
  from: From
  size: number
  wasWished: boolean
  peer?: Peer
  isDropped?: boolean
}

/** A content of which something is on this machine. */
type Part = { senderId: number; size: number }

/** A message that has not come after so long is not waited for on the screen. */
const longestWait = 120_000
/** The last word on a line takes its time, in milliseconds. */
const farewell = 3_000
/** So much may come from one person, or one file of the largest size, before its messages do, in bytes. */
const mostUnposted = 4 * 1024 ** 3

export type IncomingOptions = {
  serverUrl: string
  peerId: string
  bridge: Pick<Bridge, 'ask' | 'on'> | undefined
  say: Say
  connect: Connect
  isOn: () => boolean
  isMine: (message: Message) => boolean
  /** Whether this person ever wrote in this direct room. */
  isAnswered: (roomId: number) => Promise<boolean>
  /** What the server would take; null while that is not known. */
  limits: () => UploadLimits | null
  onChange: (files: readonly IncomingFile[]) => void
  /** The attachments that are just becoming downloads. */
  onArriving: (attachmentIds: ReadonlySet<string>) => void
  /** The attachment for which this file was asked; undefined when nobody here asked. */
  wished: (wish: string, sha256: string) => Attachment | undefined
  onWishEnded: (attachmentId: string, isWhole: boolean) => void
  /** There is a way to the other person of this room. */
  onFound: (roomId: number) => void
  now: () => number
}

export function createIncoming(options: IncomingOptions) {
  const { serverUrl, peerId, bridge, say, connect, isOn, isMine, onChange, wished, onWishEnded, now } =
    options
  const shown = new Map<string, IncomingFile>()
  const active = new Map<string, Transfer>()
  const here = new Map<string, Part>()
  /** Attachments that have what was here of them. */
  const adopted = new Set<string>()
  const arriving = new Set<string>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const tell = () => onChange([...shown.values()])
  const addressOf = (sha256: string) => ({ serverUrl, sha256 })
  const stopListening = bridge?.on('received:gone', ({ serverUrl: of, sha256 }) => {
    if (of === serverUrl && here.delete(sha256)) hide(sha256)
  })

  function show(file: IncomingFile) {
    shown.set(file.sha256, file)
    clearTimeout(timers.get(file.sha256))
    if (file.state === 'waiting') timers.set(file.sha256, setTimeout(hide, longestWait, file.sha256))
    tell()
  }

  function hide(sha256: string) {
    clearTimeout(timers.get(sha256))
    timers.delete(sha256)
    if (shown.delete(sha256)) tell()
  }

  /** Resolves when it is over, however it ended. */
  async function take(offer: Signalled<'offer'>, from: From): Promise<void> {
    const { transferId, file, wish } = offer
    const { sha256, size } = file
    const attachment = wish === undefined ? undefined : wished(wish, sha256)
    const decline = () => void say(from.roomId, { is: 'decline', transferId }, from.peerId)
    const mayCome = wish === undefined ? mayComeUnasked(file, from) : attachment?.size === size
    if (!bridge || active.has(sha256) || !mayCome) {
      if (attachment) onWishEnded(attachment.id, false)
      return decline()
    }
    const transfer: Transfer = { transferId, from, size, wasWished: attachment !== undefined }
    active.set(sha256, transfer)
    let isWhole = false
    try {
      if (!attachment && !(await options.isAnswered(from.roomId))) return decline()
      const senderId = from.accountId
      const offset = await bridge.ask('received:open', { ...addressOf(sha256), size, senderId })
      if (offset > 0) here.set(sha256, { senderId, size })
      isWhole = await receive(transfer, offer, offset, attachment)
    } catch (error) {
      if (!(error instanceof LineBroken)) console.warn('A file was not taken directly.', error)
      // Where it was answered already, the way breaks, and that says the same.
      if (!transfer.peer) decline()
    } finally {
      transfer.peer?.close()
      await bridge.ask('received:close', addressOf(sha256)).catch(report)
      active.delete(sha256)
    }
    settle(sha256, isWhole, attachment)
  }

  /**
   * What the server would refuse does not come around it, and nobody fills this machine's disk without a message: what goes
   * beyond that goes by the server.
   */
  function mayComeUnasked({ sha256, name, type, size }: OfferedFile, { accountId }: From): boolean {
    const limits = options.limits()
    const part = here.get(sha256)
    if (!isOn() || !limits || (part && part.senderId !== accountId)) return false
    if (size > limits.size || forbiddenBy({ name, type: parseMediaType(type) }, limits)) return false
    return size + unpostedOf(accountId, sha256) <= Math.max(limits.size, mostUnposted)
  }

  /** Bytes of other files that this person promised, and posted not yet. */
  function unpostedOf(accountId: number, besides: string): number {
    const promised = new Map<string, Part>(here)
    for (const [sha256, { from, size }] of active) promised.set(sha256, { senderId: from.accountId, size })
    promised.delete(besides)
    return [...promised.values()]
      .filter(({ senderId }) => senderId === accountId)
      .reduce((sum, { size }) => sum + size, 0)
  }

  async function receive(
    transfer: Transfer,
    { transferId, file, sdp }: Signalled<'offer'>,
    offset: number,
    attachment: Attachment | undefined,
  ): Promise<boolean> {
    const { sha256, size } = file
    const { from } = transfer
    const peer = await answerPeer(connect, sdp)
    transfer.peer = peer
    const opened = within(2 * findingTime, peer.opened)
    await say(from.roomId, { is: 'answer', transferId, sdp: peer.sdp }, from.peerId)
    const line = await opened
    options.onFound(from.roomId)
    const isFor = attachment && { attachmentId: attachment.id }
    show({ ...file, ...isFor, roomId: from.roomId, received: offset, state: 'receiving' })
    const isWhole = await receiveBytes({
      line,
      size,
      offset,
      write: async (at, bytes) => {
        await bridge!.ask('received:write', { ...addressOf(sha256), offset: at, bytes })
        if (!transfer.isDropped) here.set(sha256, { senderId: from.accountId, size })
      },
      check: () => bridge!.ask('received:check', addressOf(sha256)),
      onProgress: tellingOf(file),
    })
    // What was said last is on its way as long as the other side has not closed the line.
    await line.until(() => false, farewell).catch(() => {})
    return isWhole
  }

  function tellingOf({ sha256, size }: Pick<IncomingFile, 'sha256' | 'size'>) {
    return createTelling({ size, now }, (received, speed) => {
      const file = shown.get(sha256)
      if (file) show({ ...file, received, ...(speed !== undefined && { speed }) })
    })
  }

  function settle(sha256: string, isWhole: boolean, attachment: Attachment | undefined) {
    const file = shown.get(sha256)
    if (attachment) onWishEnded(attachment.id, isWhole)
    if (attachment && isWhole) void adopt(attachment)
    else if (attachment || !file || !here.has(sha256)) hide(sha256)
    else show({ ...file, state: 'waiting' })
  }

  /** Ends it, and removes what is here of it. */
  async function drop(sha256: string) {
    const transfer = active.get(sha256)
    if (transfer) transfer.isDropped = true
    transfer?.peer?.close()
    here.delete(sha256)
    hide(sha256)
    await bridge?.ask('received:remove', addressOf(sha256)).catch(report)
  }

  /** This person does not want it this way: the sender goes on by the server. */
  async function refuse(sha256: string) {
    const { from, transferId } = active.get(sha256) ?? {}
    if (from && transferId) void say(from.roomId, { is: 'decline', transferId }, from.peerId)
    await drop(sha256)
  }

  /** What is here of an attachment becomes its download; what is missing comes from the server. */
  async function adopt({ id, name, size, sha256 }: Attachment) {
    here.delete(sha256)
    adopted.add(id)
    arriving.add(id)
    options.onArriving(new Set(arriving))
    await bridge?.ask('received:adopt', { serverUrl, id, name, size, sha256 }).catch(report)
    arriving.delete(id)
    options.onArriving(new Set(arriving))
    hide(sha256)
  }

  /** The same content may have come with an older message. */
  const isMissing = ({ id, receivedAt }: Attachment) => receivedAt === undefined && !adopted.has(id)

  return {
    /** What came before this app was started may wait for its message. */
    async restore() {
      const all = (await bridge?.ask('received:read').catch(report)) ?? []
      for (const { serverUrl: of, sha256, senderId, size } of all)
        if (of === serverUrl && !here.has(sha256)) here.set(sha256, { senderId, size })
    },
    take,
    /** Another app of this person has it. */
    taken({ transferId, by }: Signalled<'taken'>) {
      if (by === peerId) return
      for (const transfer of active.values()) if (transfer.transferId === transferId) transfer.peer?.close()
    },
    async cancelled({ sha256 }: Signalled<'cancel'>, { accountId }: From) {
      const senderId = active.get(sha256)?.from.accountId ?? here.get(sha256)?.senderId
      if (senderId === accountId) await drop(sha256)
    },
    refuse,
    /** Those that nobody here asked for. */
    async refuseAll() {
      const unasked = [...active].flatMap(([sha256, { wasWished }]) => (wasWished ? [] : sha256))
      const resting = [...shown.values()].filter(({ state }) => state === 'waiting')
      const all = new Set([...unasked, ...resting.map(({ sha256 }) => sha256)])
      await Promise.all([...all].map(refuse))
    },
    /** Looks whether messages bring what is here already. */
    attend(messages: readonly Message[]) {
      if (here.size === 0) return
      for (const message of messages)
        for (const attachment of message.attachments ?? [])
          if (!isMine(message) && here.has(attachment.sha256) && isMissing(attachment)) void adopt(attachment)
    },
    stop() {
      stopListening?.()
      for (const { peer } of active.values()) peer?.close()
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}

function report(error: unknown) {
  console.warn('A file that came directly could not be kept.', error)
  return undefined
}
