/** A bad network: TCP between a client and the server that can be stalled and cut. */
import { createServer, connect as open, type Socket } from 'node:net'
import { after } from 'node:test'

export type BadNetwork = {
  url: string
  /** Nothing reaches the client any more until {@link BadNetwork.cut} or {@link BadNetwork.heal}; what it says still arrives. */
  stall(): void
  heal(): void
  /** Ends every connection without a word. */
  cut(): void
  /** Refuses connections until {@link BadNetwork.heal}. */
  refuse(): void
  /** Leads new connections to another server. */
  moveTo(target: string): void
}

export async function startBadNetwork(target: string): Promise<BadNetwork> {
  let { hostname, port } = new URL(target)
  const pairs = new Set<{ near: Socket; far: Socket }>()
  let isRefusing = false
  let isStalled = false
  const server = createServer(near => {
    if (isRefusing) return near.destroy()
    const far = open(Number(port), hostname)
    const pair = { near, far }
    pairs.add(pair)
    near.pipe(far)
    far.pipe(near)
    if (isStalled) far.unpipe(near)
    for (const socket of [near, far]) {
      socket.on('error', () => {})
      socket.on('close', () => {
        near.destroy()
        far.destroy()
        pairs.delete(pair)
      })
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const { near, far } of pairs) {
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
  }
  after(() => {
    cut()
    server.close()
  })
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    cut,
    stall() {
      isStalled = true
      for (const { near, far } of pairs) far.unpipe(near)
    },
    moveTo(other) {
      ;({ hostname, port } = new URL(other))
    },
    refuse() {
      isRefusing = true
      cut()
    },
    heal() {
      isRefusing = false
      if (!isStalled) return
      isStalled = false
      for (const { near, far } of pairs) far.pipe(near)
    },
  }
}
