import { setTimeout as pause } from 'node:timers/promises'
import { type Connection, cutOff } from './slow-consumers.ts'
import type { ChatterServer } from './sockets.ts'

/** How long a closing server waits for what is in work, and then for the network to take it, in milliseconds. */
const drainTime = 5_000
const flushTime = 1_000

/**
 * Lets what is in work be acknowledged, then closes every connection. It closes them below Socket.IO, without its word of
 * farewell, after which clients would not come back by themselves.
 */
export async function closeConnections(io: ChatterServer, drained: Promise<void>): Promise<void> {
  await Promise.race([drained, pause(drainTime, undefined, { ref: false })])
  // Engine.IO closes politely: what is queued goes out first.
  for (const connection of connectionsOf(io)) connection.close()
  const deadline = Date.now() + flushTime
  while (connectionsOf(io).length > 0 && Date.now() < deadline) await pause(10)
  // Whoever does not say good-bye by now has vanished, and would keep the process from ending.
  connectionsOf(io).forEach(cutOff)
}

function connectionsOf({ engine }: ChatterServer): Connection[] {
  return Object.values((engine as unknown as { clients: Record<string, Connection> }).clients)
}
