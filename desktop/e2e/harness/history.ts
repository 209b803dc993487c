/** What was written long before the test, by somebody who has no window. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Person } from './people.ts'
import type { ServerProcess } from './server.ts'

export type OldPost = { body: string; createdAt: number }

/** Founds a public room of this person, and puts posts of theirs into the database as if they had come day by day. */
export async function foundRoomWithHistory(
  server: ServerProcess,
  { username, displayName }: Person,
  name: string,
  posts: readonly OldPost[],
): Promise<number> {
  const password = 'correct horse battery'
  const form = { username, displayName, password, device: 'Before' }
  const { session } = await ask(server, '/accounts', form)
  const { room } = await ask(server, '/rooms', { name, kind: 'public' }, session.token)
  await server.kill9()
  insertPosts(server, room.id, posts)
  await server.restart()
  return room.id
}

async function ask({ url }: ServerProcess, path: string, body: object, token?: string) {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

function insertPosts({ dataDir }: ServerProcess, roomId: number, posts: readonly OldPost[]) {
  const database = new DatabaseSync(join(dataDir, 'chatter.db'))
  const room = database.prepare('SELECT created_by, last_seq, rev FROM rooms WHERE id = ?').get(roomId)!
  const insert = database.prepare(
    'INSERT INTO messages (room_id, seq, rev, author_id, client_id, body, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  database.exec('BEGIN')
  posts.forEach(({ body, createdAt }, n) => {
    const [seq, rev] = [Number(room.last_seq) + n + 1, Number(room.rev) + n + 1]
    const clientId = Buffer.from(randomUUID().replaceAll('-', ''), 'hex')
    insert.run(roomId, seq, rev, Number(room.created_by), clientId, body, createdAt)
  })
  database
    .prepare(
      `UPDATE rooms SET last_seq = last_seq + ?1, rev = rev + ?1, post_count = post_count + ?1, created_at = ?2
       WHERE id = ?3`,
    )
    .run(posts.length, posts[0]!.createdAt, roomId)
  database.exec('COMMIT')
  database.close()
}
