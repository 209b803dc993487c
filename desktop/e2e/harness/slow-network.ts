/** A slow network on this machine: what the app sends takes its time, what it hears does not. */
import { createServer, connect as open, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterTests } from './leftovers.ts'

export type SlowNetwork = {
  url: string
  /** Bytes that have gone to the server, and wait in no buffer of this process. */
  sent(): number
  /** From now on so many bytes per second, of all connections together. */
  allow(bytesPerSecond: number): void
  /** Ends every connection without a word; or only those over which so many bytes were sent. */
  cut(leastBytes?: number): void
}

export async function startSlowNetwork(target: string): Promise<SlowNetwork> {
  const { hostname, port } = new URL(target)
  /** What was sent over each. */
  const sockets = new Map<Socket, number>()
  let rate = Number.POSITIVE_INFINITY
  let sent = 0
  /** When what was sent so far has gone through at this rate. */
  let free = 0
  const server = createServer(near => {
    const far = open(Number(port), hostname)
    far.pipe(near)
    near.on('data', async bytes => {
      near.pause()
      await passOn(far, bytes)
      sent += bytes.length
      sockets.set(near, sockets.get(near)! + bytes.length)
      free = Math.max(free, performance.now()) + (bytes.length / rate) * 1000
      const wait = free - performance.now()
      if (wait >= 5) await sleep(wait)
      near.resume()
    })
    near.on('end', () => far.end())
    for (const socket of [near, far]) {
      sockets.set(socket, 0)
      socket.on('error', () => {})
      socket.on('close', () => {
        near.destroy()
        far.destroy()
        sockets.delete(socket)
      })
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const cut = (leastBytes = 0) => {
    for (const [socket, bytes] of sockets) if (bytes >= leastBytes) socket.destroy()
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

/** Resolves when the far side has taken these bytes, or never will. */
function passOn(far: Socket, bytes: Buffer | string): Promise<void> {
  return new Promise(resolve => far.write(bytes, () => resolve()))
}
