/** One connected client of the generator: a WebSocket that speaks Socket.IO and decodes as little as possible. */
import { connect, type Socket } from 'node:net'
import { FrameReader, textFrame } from './frames.ts'

/** What happens to a member. `bytes` are only lent. */
export type MemberListener = {
  /** Event `messages:posted` arrived: its packet is `bytes[start, end)`. */
  onPosted(member: Member, bytes: Buffer, start: number, end: number): void
  recognises(member: Member, bytes: Buffer, start: number, length: number): boolean
  onRecognised(member: Member): void
  onAcknowledged(member: Member, id: number, accepted: boolean, text: () => string): void
  /** Any other event. */
  onEvent(member: Member, text: string): void
  onLost(member: Member, why: string): void
}

export type Door = { port: number; token?: string }

const posted = Buffer.from('42["messages:posted"')
const accepted = '[{"ok":true'
const pong = textFrame('3')

/** All sockets read into this: what arrives is looked at before the next read. */
const shared = Buffer.allocUnsafe(256 * 1024)

export class Member {
  /** How many `messages:posted` arrived; the listener's to count. */
  received = 0
  bytes = 0
  readonly connected: Promise<void>
  private readonly socket: Socket
  private readonly listener: MemberListener
  private readonly reader: FrameReader
  private upgraded = false
  private isClosing = false
  private readonly greeting: Buffer
  private settle: { resolve: () => void; reject: (error: Error) => void } | undefined

  constructor({ port, token }: Door, listener: MemberListener) {
    this.listener = listener
    this.greeting = textFrame(`40${token === undefined ? '' : JSON.stringify({ token, protocol: 1 })}`)
    this.reader = new FrameReader({
      onFrame: (bytes, start, end) => this.onFrame(bytes, start, end),
      recognises: (bytes, start, length) => listener.recognises(this, bytes, start, length),
      onRecognised: () => listener.onRecognised(this),
    })
    this.connected = new Promise((resolve, reject) => (this.settle = { resolve, reject }))
    const onread = {
      buffer: shared,
      callback: (size: number, bytes: Uint8Array) => this.onRead(size, bytes as Buffer),
    }
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true, onread })
    this.socket.on('error', error => this.lose(error.message))
    this.socket.on('close', () => this.lose('closed'))
    this.socket.write(upgradeRequest(port))
  }

  /** Calls the server; the acknowledgement carries `id`. */
  call(name: string, id: number, request: object): void {
    this.socket.write(textFrame(`42${id}${JSON.stringify([name, request])}`))
  }

  /** Gathers what is written until {@link flush}. */
  gather(): void {
    this.socket.cork()
  }

  flush(): void {
    this.socket.uncork()
  }

  close(): Promise<void> {
    this.isClosing = true
    if (this.socket.closed) return Promise.resolve()
    return new Promise(resolve => this.socket.once('close', () => resolve()).destroy())
  }

  private onRead(size: number, bytes: Buffer) {
    this.bytes += size
    const chunk = bytes.subarray(0, size)
    this.socket.cork()
    if (this.upgraded) this.reader.read(chunk)
    else this.onUpgrade(chunk)
    this.socket.uncork()
    return true
  }

  private onUpgrade(chunk: Buffer) {
    const end = chunk.indexOf('\r\n\r\n')
    if (end < 0 || !chunk.toString('latin1', 0, 12).endsWith('101'))
      return this.lose(chunk.toString('utf8', 0, 200))
    this.upgraded = true
    this.reader.read(chunk.subarray(end + 4))
  }

  /** The first characters are Engine.IO's and Socket.IO's packet types. */
  private onFrame(bytes: Buffer, start: number, end: number) {
    const type = bytes[start]
    if (type === 0x30) this.socket.write(this.greeting)
    else if (type === 0x32) this.socket.write(pong)
    else if (type === 0x34) this.onPacket(bytes, start, end)
  }

  private onPacket(bytes: Buffer, start: number, end: number) {
    const packet = bytes[start + 1]
    if (packet === 0x32) this.onEvent(bytes, start, end)
    else if (packet === 0x33) this.onAcknowledgement(bytes, start, end)
    else if (packet === 0x30) this.settle?.resolve()
    else this.lose(bytes.toString('utf8', start, end))
  }

  private onEvent(bytes: Buffer, start: number, end: number) {
    const isPosted = posted.compare(bytes, start, Math.min(start + posted.length, end)) === 0
    if (isPosted) this.listener.onPosted(this, bytes, start, end)
    else this.listener.onEvent(this, bytes.toString('utf8', start + 2, end))
  }

  private onAcknowledgement(bytes: Buffer, start: number, end: number) {
    const bracket = bytes.indexOf('[', start)
    const id = Number(bytes.toString('latin1', start + 2, bracket))
    const isAccepted = bytes.toString('latin1', bracket, bracket + accepted.length) === accepted
    this.listener.onAcknowledged(this, id, isAccepted, () => bytes.toString('utf8', bracket, end))
  }

  private lose(why: string) {
    this.settle?.reject(new Error(`A member could not stay connected: ${why}`))
    this.settle = undefined
    if (!this.isClosing) this.listener.onLost(this, why)
    this.isClosing = true
    this.socket.destroy()
  }
}

function upgradeRequest(port: number) {
  const headers = [
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: Y2hhdHRlciBsb2FkIGtleQ==',
  ]
  return `${headers.join('\r\n')}\r\n\r\n`
}
