/** A slow network on this machine: what the app sends takes its time, what it hears does not. */
import { createServer, connect as open, type Socket } from 'node:net'
import { afterTests } from './leftovers.ts'

export type SlowNetwork = {
  url: string
  /** Bytes that have gone to the server. */
  sent(): number
  /** From now on so many bytes per second, of all connections together. */
  allow(bytesPerSecond: number): void
  /** Ends every connection without a word. */
  cut(): void
}

export async function startSlowNetwork(target: string): Promise<SlowNetwork> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let rate = Number.POSITIVE_INFINITY
  let sent = 0
  /** When what was sent so far has gone through at this rate. */
  let free = 0
  const server = createServer(near => {
    const far = open(Number(port), hostname)
    far.pipe(near)
    near.on('data', bytes => {
      sent += bytes.length
      far.write(bytes)
      free = Math.max(free, performance.now()) + (bytes.length / rate) * 1000
      const wait = free - performance.now()
      if (wait < 5) return
      near.pause()
      setTimeout(() => near.resume(), wait)
    })
    near.on('end', () => far.end())
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        near.destroy()
        far.destroy()
        sockets.delete(socket)
      })
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  afterTests(async () => {
    cut()
    server.close()
  })
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    sent: () => sent,
    allow(bytesPerSecond) {
      rate = bytesPerSecond
      free = 0
    },
    cut,
  }
}
