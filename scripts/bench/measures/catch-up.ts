/**
 * Somebody comes back after 10,000 messages in 50 rooms: the time from the start of the app's own client engine, with what it
 * had cached, until its state has every message, in order and without holes, and every count of what is unread.
 */
import type { Account } from '@chatter/shared/accounts.ts'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { createClient } from '../../../desktop/src/renderer/store/client.ts'
import type { Client } from '../../../desktop/src/renderer/store/client.type.ts'
import { randomOf, sentence } from '../../../server/test/corpus.ts'
import type { Arena } from '../contenders.ts'
import { median } from '../median.ts'
import { theMillion } from '../million.shared.ts'
import { type BigRoom, clientIdOf, insertMessages, type Million } from '../million.ts'
import type { Row } from '../report.ts'
import { Rest } from '../rest.ts'

const rooms = 50
const missed = 10_000
const patience = 60_000

export async function measureCatchUp(arena: Arena, quick: boolean): Promise<Row[]> {
  const million = await theMillion(arena, quick)
  const theirs = million.rooms.slice(0, rooms)
  const accountId = await leaveTheOthers(million, theirs)
  const seat = million.seats.accountIds.indexOf(accountId)
  const token = million.seats.tokens[seat]!
  const rest = new Rest(million.contender.port, token)
  const { account, session } = JSON.parse(await rest.get('/api/v1/me')) as {
    account: Account
    session?: { id: number }
  }
  rest.close()
  const storage = { indexedDB: new IDBFactory(), IDBKeyRange }
  const open = () =>
    createClient({
      serverUrl: `http://127.0.0.1:${million.contender.port}`,
      account,
      token,
      sessionId: session?.id ?? 0,
      storage,
    })

  const times: number[] = []
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    await visit(open(), theirs)
    await talkOn(million.database, theirs, million.seats.accountIds[0]!)
    const unread = await countUnread(million.database, accountId)
    const client = open()
    const start = performance.now()
    await client.start()
    await until(client, () =>
      theirs.every(room => isComplete(client, room) && isCounted(client, room, unread)),
    )
    times.push((performance.now() - start) / 1000)
    await client.stop()
  }
  return [
    {
      measure: `${missed.toLocaleString('en')} missed messages in ${rooms} rooms: until the state is right`,
      unit: 's',
      values: { chatter: median(times) },
      demand: { is: 'at most', value: 1.5 },
    },
  ]
}

/** The last of the people is in these rooms only. */
async function leaveTheOthers({ database, seats, rooms: all }: Million, theirs: readonly BigRoom[]) {
  const accountId = seats.accountIds.at(-1)!
  const left = all.filter(room => !theirs.includes(room)).map(({ id }) => id)
  await database.query('DELETE FROM members WHERE account_id = ? AND room_id IN (?)', [accountId, left])
  return accountId
}

/** Opens every room, so that all of them are cached, and goes. */
async function visit(client: Client, theirs: readonly BigRoom[]) {
  await client.start()
  await until(client, () => client.store.getState().connection.state === 'online')
  for (const { id } of theirs) await client.openRoom(id)
  await until(client, () => theirs.every(room => isComplete(client, room)))
  await client.stop()
}

/** Everybody else goes on: each room gets as many messages, all at the same instant. */
async function talkOn(database: Connection, theirs: BigRoom[], authorId: number) {
  const random = randomOf(11)
  const each = missed / rooms
  const now = Date.now()
  for (const room of theirs) {
    const rows = Array.from({ length: each }, (_, n) => {
      const seq = room.lastSeq + n + 1
      return [room.id, seq, seq, authorId, clientIdOf(room.id, seq), sentence(random), now]
    })
    await database.beginTransaction()
    await insertMessages(database, rows)
    room.lastSeq += each
    await database.query('UPDATE rooms SET last_seq = ?, rev = ?, post_count = ? WHERE id = ?', [
      room.lastSeq,
      room.lastSeq,
      room.lastSeq,
      room.id,
    ])
    await database.commit()
  }
}

/** What is unread for somebody in each room, counted post by post. */
async function countUnread(database: Connection, accountId: number): Promise<Map<number, number>> {
  const [rows] = await database.query<RowDataPacket[]>(
    `SELECT members.room_id AS id, COUNT(messages.seq) AS count
     FROM members
     LEFT JOIN messages ON messages.room_id = members.room_id AND messages.seq > members.read_seq
       AND messages.author_id <> members.account_id AND messages.notice IS NULL AND messages.deleted_at IS NULL
     WHERE members.account_id = ? GROUP BY members.room_id`,
    [accountId],
  )
  return new Map(rows.map(({ id, count }) => [id, Number(count)]))
}

function isCounted({ store }: Client, { id }: BigRoom, unread: ReadonlyMap<number, number>): boolean {
  return store.getState().snapshot.rooms[id]?.unreadCount === unread.get(id)
}

/** The room is as far as the server's, and its messages reach its end without a hole. */
function isComplete({ store }: Client, { id, lastSeq }: BigRoom): boolean {
  const { rooms, timelines } = store.getState().snapshot
  const timeline = timelines[id]
  if (!timeline || timeline.hasAfter || rooms[id]?.rev !== lastSeq || timeline.rev !== lastSeq) return false
  const first = timeline.messages[0]?.seq ?? 0
  return (
    timeline.messages.at(-1)?.seq === lastSeq && timeline.messages.every(({ seq }, n) => seq === first + n)
  )
}

function until({ store }: Client, fits: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop()
      reject(new Error(`The client was not there within ${patience / 1000} s.`))
    }, patience)
    const look = () => {
      if (!fits()) return
      clearTimeout(timer)
      stop()
      resolve()
    }
    const stop = store.subscribe(look)
    look()
  })
}
