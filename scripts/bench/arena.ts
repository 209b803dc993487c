/** What all measures share: one MariaDB on the server's core, and accounts in Chatter's database. */
import { createConnection } from 'mysql2/promise'
import { freePort } from '../lib/ports.ts'
import { waitUntil } from '../lib/processes.ts'
import { startMariadb } from '../lib/services.ts'
import { type Arena, answers, startChatter } from './contenders.ts'
import { serverCore } from './cores.ts'
import { prepareSeats } from './seats.ts'

const accounts = 2_000

/** MariaDB's own 128 MB is less than a million messages with their indexes take, and nobody runs so many on it. */
const bufferPool = '--innodb-buffer-pool-size=1G'

export async function openArena({
  profile = false,
}: {
  profile?: boolean
}): Promise<Arena & { close(): Promise<void> }> {
  const mariadb = await startMariadb({ cpu: serverCore, args: [bufferPool] })
  const url = new URL(mariadb.url)
  url.pathname = '/bench'
  const database = await createConnection(mariadb.url)
  await database.query('CREATE DATABASE bench CHARACTER SET utf8mb4')
  await database.end()
  return { mariadb, seats: await makeSeats(url.href), profile, close: () => mariadb.stop() }
}

/** Chatter makes its tables and its lobby when it starts. */
async function makeSeats(databaseUrl: string) {
  const port = await freePort()
  const server = await startChatter(port, databaseUrl)
  await waitUntil('Chatter', () => answers(port), server)
  const seats = await prepareSeats(`http://127.0.0.1:${port}`, databaseUrl, accounts)
  await server.stop()
  return seats
}
