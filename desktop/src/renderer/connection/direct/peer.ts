/** A way between two apps, by WebRTC: without a server in between, and so only where one can reach the other by itself. */
import { keepHosts } from './candidates.ts'
import { createLine, type Line, LineBroken } from './line.ts'

export type Connect = () => RTCPeerConnection

/** No server outside is asked how this machine is called from there. */
export const connect: Connect = () => new RTCPeerConnection({ iceServers: [] })

/** How long this machine may look for its own addresses, in milliseconds: what is found later is not told. */
const gatheringTime = 1_500
/** A way that does not answer may come back for so long, in milliseconds. */
const interruption = 4_000

export type Peer = {
  /** How this side can be reached. */
  sdp: string
  /** The line, when both sides are on it. Rejects with {@link LineBroken} when the way breaks before. */
  opened: Promise<Line>
  close(): void
}

/** Begins a way. It is open some time after `accept` was given the other side's description. */
export async function offerPeer(connect: Connect): Promise<Peer & { accept(sdp: string): Promise<void> }> {
  const connection = connect()
  const peer = openOn(connection, connection.createDataChannel('file'))
  try {
    await connection.setLocalDescription()
    await gathered(connection)
  } catch (error) {
    peer.close()
    throw error
  }
  return {
    ...peer,
    sdp: sdpOf(connection),
    accept: sdp => connection.setRemoteDescription({ type: 'answer', sdp: keepHosts(sdp) }),
  }
}

/** Takes up a way that the other side began. */
export async function answerPeer(connect: Connect, sdp: string): Promise<Peer> {
  const connection = connect()
  const peer = openOn(connection)
  try {
    await connection.setRemoteDescription({ type: 'offer', sdp: keepHosts(sdp) })
    await connection.setLocalDescription()
    await gathered(connection)
  } catch (error) {
    peer.close()
    throw error
  }
  return { ...peer, sdp: sdpOf(connection) }
}

function openOn(connection: RTCPeerConnection, own?: RTCDataChannel) {
  const { promise: opened, resolve, reject } = Promise.withResolvers<Line>()
  // Whoever waits hears of it; whoever does not wait any more need not.
  opened.catch(() => {})
  let line: Line | undefined
  const breakOff = (why: string) => {
    line?.breakOff(new LineBroken(why))
    reject(new LineBroken(why))
  }

  function open(channel: RTCDataChannel) {
    // A second one is nothing that was agreed on.
    if (line) return channel.close()
    const opening = createLine(channel)
    line = opening
    if (channel.readyState === 'open') resolve(opening)
    else channel.addEventListener('open', () => resolve(opening))
  }

  let silence: ReturnType<typeof setTimeout> | undefined
  connection.addEventListener('connectionstatechange', () => {
    clearTimeout(silence)
    if (connection.connectionState === 'failed') breakOff('There is no way to the other side.')
    if (connection.connectionState === 'disconnected')
      silence = setTimeout(() => breakOff('The other side does not answer.'), interruption)
  })
  if (own) open(own)
  else connection.addEventListener('datachannel', ({ channel }) => open(channel))
  return {
    opened,
    close() {
      clearTimeout(silence)
      breakOff('It was ended here.')
      connection.close()
    },
  }
}

function gathered(connection: RTCPeerConnection): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, gatheringTime)
    const look = () => {
      if (connection.iceGatheringState !== 'complete') return
      clearTimeout(timer)
      resolve()
    }
    connection.addEventListener('icegatheringstatechange', look)
    look()
  })
}

function sdpOf({ localDescription }: RTCPeerConnection): string {
  return keepHosts(localDescription?.sdp ?? '')
}
