/**
 * Redis between nodes. Socket.IO's Redis Streams adapter carries what they tell each other: one stream, which each node reads
 * from where it was. The adapter's own broadcasts are not used, as they reach nobody here before Redis has answered, and do not
 * tell when something was lost (docs/decisions/0014).
 */
import { setTimeout as pause } from 'node:timers/promises'
import { createAdapter } from '@socket.io/redis-streams-adapter'
import type { FastifyBaseLogger } from 'fastify'
import { Redis, type RedisOptions } from 'ioredis'
import type { ClusterMessage } from 'socket.io-adapter'
import type { ChatterServer } from './sockets.ts'

/** How long a Redis that is just starting is waited for, in milliseconds. */
const startPatience = 5_000

/** So many tellings stay in the stream, about, and for so long, in milliseconds: who did not read them by then has missed some. */
const longestStream = 20_000
const longestStay = 60_000

/** Socket.IO's own kinds of messages have low numbers. */
const ours = 100

const options: RedisOptions = {
  lazyConnect: true,
  connectTimeout: 5_000,
  retryStrategy: tries => Math.min(tries * 100, 1_000),
}
/**
 * Who asks hears within a moment, or that it does not work now. What was under way when the connection broke may have been
 * done: it is not done again.
 */
const asking: RedisOptions = {
  ...options,
  enableOfflineQueue: false,
  commandTimeout: 2_000,
  autoResendUnfulfilledCommands: false,
}
/** Who reads goes on when the connection is there again, where it was. */
const reading: RedisOptions = { ...options, maxRetriesPerRequest: null }

type OnMessage = (message: { uid: string; type: number; data: object }, offset?: string) => void

export type Link = {
  redis: Redis
  /** Begins to read, from here on. `hear` is given everything, also what this node says itself. */
  read: (io: ChatterServer, stream: string, hear: (node: string, telling: object) => void) => void
  /** Resolves when it is in the stream; false when it may not be. */
  say: (node: string, telling: object) => Promise<boolean>
  /** Removes from the stream what has been there for long: nothing that people say is kept in Redis. */
  trim: (stream: string) => void
  /** Connects anew: the connections that stand lead nowhere. */
  renew: () => void
  onConnected: (hook: () => void) => void
  onLost: (hook: () => void) => void
  close: () => void
}

/** @throws Error fit for people when Redis cannot be used */
export async function openLink(url: string, log: FastifyBaseLogger): Promise<Link> {
  const redis = await connect(url, log)
  const connections = [redis]
  redis.duplicate = () => {
    const another = new Redis(url, reading)
    connections.push(another)
    return another
  }
  let adapter: ReturnType<ReturnType<typeof createAdapter>> | undefined

  return {
    redis,
    read(io, stream, hear) {
      const names = { streamName: stream, channelPrefix: stream }
      const create = createAdapter(redis, {
        ...names,
        maxLen: longestStream,
        readCount: 500,
        blockTimeInMs: 1_000,
        onlyPlaintext: true,
      })
      // Socket.IO makes adapters by `new`, which an arrow function cannot take.
      io.adapter(function adapt(namespace) {
        adapter = create(namespace)
        // How every adapter is given what it reads, which types keep for subclasses.
        const door = adapter as unknown as { onMessage: OnMessage }
        const others = door.onMessage.bind(adapter)
        door.onMessage = (message, offset) => {
          const { uid, type, data } = message
          if (type === ours) hear(uid, data)
          else others(message, offset)
        }
        return adapter
      })
    },
    async say(node, telling) {
      if (redis.status !== 'ready') return false
      const message = { uid: node, nsp: '/', type: ours, data: telling } as unknown as ClusterMessage
      try {
        await adapter?.doPublish(message)
        return true
      } catch {
        return false
      }
    },
    trim(stream) {
      // Entries are named by Redis' own clock.
      const cut = ([seconds]: number[]) =>
        redis.xtrim(stream, 'MINID', String(seconds! * 1_000 - longestStay))
      redis
        .time()
        .then(cut)
        .catch(() => {})
    },
    renew() {
      for (const connection of connections) if (connection.status === 'ready') connection.disconnect(true)
    },
    onConnected: hook => void redis.on('ready', hook),
    onLost: hook => void redis.on('close', hook),
    close() {
      redis.removeAllListeners('close')
      adapter?.close()
      for (const connection of connections) connection.disconnect()
    },
  }
}

async function connect(url: string, log: FastifyBaseLogger): Promise<Redis> {
  const deadline = Date.now() + startPatience
  for (;;) {
    const redis = new Redis(url, { ...asking, retryStrategy: () => null })
    let failure: Error | undefined
    redis.on('error', error => {
      failure = error
    })
    try {
      await redis.connect()
      await redis.ping()
      redis.options.retryStrategy = options.retryStrategy
      return redis
    } catch (error) {
      redis.disconnect()
      const cause = failure ?? (error as Error)
      if (isRefusal(cause) || Date.now() > deadline) throw unusable(url, cause)
      log.warn(`Redis cannot be reached yet: ${cause.message}`)
      await pause(500)
    }
  }
}

/** It is there, and does not want us. */
function isRefusal({ message }: Error): boolean {
  return /^(NOAUTH|WRONGPASS|NOPERM|ERR) /.test(message)
}

function unusable(url: string, cause: Error): Error {
  return new Error(
    `The Redis at ${new URL(url).host} cannot be used: ${cause.message.replace(/\.$/, '')}. Start it, or correct CHATTER_REDIS_URL; a server of one node needs none, and leaves it empty.`,
    { cause },
  )
}
