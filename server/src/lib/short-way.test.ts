import assert from 'node:assert/strict'
import { test } from 'node:test'
import { protocolVersion } from '@chatter/shared/protocol.ts'
import { io as connectTo } from 'socket.io-client'
import { startServer } from '../../test/server.ts'
import { accountChannel } from './sockets.ts'

const server = await startServer()
const count = 600

type Told = { body: string; number: number }
type Emitter = { emit: (name: string, told: Told) => unknown }

for (const transport of ['websocket', 'polling'])
  test(`[WIRE9] what is told to many and to one arrives in order, over ${transport}`, async () => {
    const ada = await server.signUp(`ada-${transport}`)
    const auth = { token: ada.token, protocol: protocolVersion }
    const client = connectTo(server.url, {
      auth,
      transports: [transport],
      reconnection: false,
      forceNew: true,
    })
    await new Promise((resolve, reject) =>
      client.once('connect', () => resolve(undefined)).once('connect_error', reject),
    )
    const told: Told[] = []
    const everything = new Promise<void>(resolve => {
      client.on('told', (one: Told) => {
        told.push(one)
        if (told.length === count) resolve()
      })
    })

    const toMany = server.app.io.to(accountChannel(ada.account.id)) as unknown as Emitter
    const toOne = server.app.io.of('/').sockets.get(client.id!) as unknown as Emitter
    for (let number = 0; number < count; number++) {
      // Long ones fill the network, so that what follows has to wait its turn.
      const body = '가'.repeat(number % 50 === 0 ? 40_000 : 10)
      const target = number % 3 === 0 ? toOne : toMany
      target.emit('told', { body, number })
      if (number % 100 === 99) await new Promise(setImmediate)
    }
    await everything
    assert.deepEqual(
      told.map(({ number }) => number),
      Array.from({ length: count }, (_, number) => number),
    )
    assert.ok(told.every(({ body, number }) => body === '가'.repeat(number % 50 === 0 ? 40_000 : 10)))
    client.close()
  })
