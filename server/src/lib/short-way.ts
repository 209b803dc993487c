/**
 * A short way out for what connections are told. On the usual way Engine.IO makes a packet for each connection, calls
 * listeners and waits for a callback, which costs more than sending. Where nothing waits in a connection, the frame is
 * written to its network socket at once. Measured with 100 members and 50 posts a second: a quarter less processor time
 * per delivery.
 */
import type { Socket as NetworkSocket } from 'node:net'
import type { ChatterSocket } from './sockets.ts'

/** The parts of Socket.IO's client and Engine.IO's connection that sending goes through. */
type Client = {
  conn: { readyState: string; writeBuffer: unknown[]; transport: Transport }
  writeToEngine(packets: unknown, options: SendOptions): void
}
type Transport = { name: string; writable: boolean; socket?: { readyState: number; _socket: NetworkSocket } }
/** The frame that all connections share, as a list of what to write; absent on what goes to one of them only. */
type SendOptions = { wsPreEncodedFrame?: Buffer[] }

const webSocketIsOpen = 1

/** Lets a connection take the short way from now on. */
export function takeShortWay(socket: ChatterSocket): void {
  Object.assign((socket as unknown as { client: Client }).client, { writeToEngine })
}

function writeToEngine(this: Client, packets: unknown, options: SendOptions): void {
  const network = idleNetwork(this)
  const text = onlyText(packets)
  if (network && options.wsPreEncodedFrame) network.write(wholeFrame(options))
  else if (network && text !== undefined) writeTogether(network, textFrame(text))
  else Object.getPrototypeOf(this).writeToEngine.call(this, packets, options)
}

/** Where a frame can be written now without overtaking anything; undefined when something waits before it. */
function idleNetwork({ conn }: Client): NetworkSocket | undefined {
  const { transport, writeBuffer, readyState } = conn
  if (readyState !== 'open' || transport.name !== 'websocket') return undefined
  if (!transport.writable || writeBuffer.length > 0) return undefined
  return transport.socket?.readyState === webSocketIsOpen ? transport.socket._socket : undefined
}

/** Header and content as one, joined once for all connections, so that each takes one write. */
function wholeFrame(options: SendOptions): Buffer {
  const [first, ...rest] = options.wsPreEncodedFrame!
  if (rest.length === 0) return first!
  const whole = Buffer.concat([first!, ...rest])
  options.wsPreEncodedFrame = [whole]
  return whole
}

/** Packets as Socket.IO encodes them: a text, which binary attachments may follow. */
function onlyText(packets: unknown): string | undefined {
  const isOne = Array.isArray(packets) && packets.length === 1 && typeof packets[0] === 'string'
  return isOne ? packets[0] : undefined
}

/** The acknowledgements of one commit group to one person are one write to the network. */
function writeTogether(network: NetworkSocket, frame: Buffer): void {
  if (network.writableCorked === 0) {
    network.cork()
    process.nextTick(uncork, network)
  }
  network.write(frame)
}

function uncork(network: NetworkSocket): void {
  network.uncork()
}

/** A whole, unmasked text frame (RFC 6455, section 5.2) with Engine.IO's packet type "message" before the text. */
function textFrame(text: string): Buffer {
  const length = 1 + Buffer.byteLength(text)
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(start + length)
  frame[0] = 0x81
  if (start === 2) frame[1] = length
  else if (start === 4) frame[1] = 126
  else frame[1] = 127
  if (start === 4) frame.writeUInt16BE(length, 2)
  if (start === 10) frame.writeBigUInt64BE(BigInt(length), 2)
  frame.write('4', start, 'latin1')
  frame.write(text, start + 1)
  return frame
}
