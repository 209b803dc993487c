/** What all measures share: one MariaDB on the server's core, and accounts in Chatter's database. */
import { createConnection } from 'mysql2/promise'
import { freePort } from '../lib/ports.ts'
import { waitUntil } from '../lib/processes.ts'
import { startMariadb } from '../lib/services.ts'
import { type Arena, answers, startChatter } from './contenders.ts'
import { serverCore } from './cores.ts'
import { prepareSeats } from './seats.ts'

const accounts = 2_000

export async function openArena({
  profile = false,
}: {
  profile?: boolean
}): Promise<Arena & { close(): Promise<void> }> {
  const mariadb = await startMariadb({ cpu: serverCore })
  const url = new URL(mariadb.url)
  url.pathname = '/bench'
  const database = await createConnection(mariadb.url)
  await database.query('CREATE DATABASE bench CHARACTER SET utf8mb4')
  await database.end()
  await migrate(url.href)
  return { mariadb, seats: await prepareSeats(url.href, accounts), profile, close: () => mariadb.stop() }
}

/** Chatter makes its tables and its lobby when it starts. */
async function migrate(url: string) {
  const port = await freePort()
  const server = await startChatter(port, url)
  await waitUntil('Chatter', () => answers(port), server)
  await server.stop()
}
