import type { ChatterServer } from './sockets.ts'

/** What may wait for one connection to take it, in bytes. */
const bufferLimit = 4 * 1024 * 1024

/** How often it is looked at, in milliseconds. Counting at every write would burden each delivery. */
const interval = 500

/** The parts of Engine.IO's connection that say what waits in it. */
export type Connection = {
  writeBuffer: { data?: string | ArrayBufferView }[]
  transport: { socket?: { bufferedAmount: number; terminate(): void } }
  close(discard?: boolean): void
}

/**
 * Cuts off clients that do not take what they are sent, so that they never grow the server's memory; they come back and
 * catch up by `rev`. Returns a function that stops watching.
 */
export function watchSlowConsumers(io: ChatterServer, onCutOff: (sessionId: number) => void): () => void {
  const timer = setInterval(() => {
    for (const socket of io.of('/').sockets.values()) {
      const connection = socket.conn as unknown as Connection
      if (bytesWaiting(connection) <= bufferLimit) continue
      onCutOff(socket.data.sessionId)
      cutOff(connection)
    }
  }, interval)
  timer.unref()
  return () => clearInterval(timer)
}

function bytesWaiting({ writeBuffer, transport }: Connection): number {
  let bytes = transport.socket?.bufferedAmount ?? 0
  for (const { data } of writeBuffer)
    bytes += typeof data === 'string' ? data.length : (data?.byteLength ?? 0)
  return bytes
}

/** Ends a connection at once: a polite close would queue behind what is not being taken. */
export function cutOff(connection: Connection) {
  const { socket } = connection.transport
  if (socket) socket.terminate()
  else connection.close(true)
}
