/**
 * What Chatter is measured against: a bare Socket.IO relay. No accounts, no database, no checks; a post is acknowledged
 * and leaves as one event. With `--database` it awaits one INSERT per post first. Its messages have the shape of
 * Chatter's, so that both send the same bytes. `node relay.ts --port 4000 [--database mysql://…]`
 */
import { parseArgs } from 'node:util'
import { createPool, type ResultSetHeader } from 'mysql2/promise'
import { Server } from 'socket.io'

type Post = { roomId: number; clientId: string; body: string }
type Place = (post: Post, accountId: number, createdAt: number) => Promise<number> | number

const { values } = parseArgs({ options: { port: { type: 'string' }, database: { type: 'string' } } })
const place = values.database ? await placeInDatabase(values.database) : placeInMemory()

const io = new Server(Number(values.port), {
  transports: ['websocket'],
  perMessageDeflate: false,
  serveClient: false,
})
let connections = 0

io.on('connection', socket => {
  const author = { id: ++connections, displayName: `Member ${connections}` }
  socket.join('lobby')
  socket.on('message:post', async (post: Post, acknowledge) => {
    const createdAt = Date.now()
    const placed = place(post, author.id, createdAt)
    const seq = typeof placed === 'number' ? placed : await placed
    const message = {
      roomId: post.roomId,
      seq,
      rev: seq,
      clientId: post.clientId,
      kind: 'post',
      author,
      body: post.body,
      createdAt,
    }
    acknowledge({ ok: true, data: message })
    io.to('lobby').emit('messages:posted', { roomId: post.roomId, messages: [message] })
  })
})

function placeInMemory(): Place {
  let seq = 0
  return () => ++seq
}

async function placeInDatabase(url: string): Promise<Place> {
  const pool = createPool({ uri: url, connectionLimit: 10 })
  await pool.query(`CREATE TABLE IF NOT EXISTS relayed (
    seq BIGINT AUTO_INCREMENT PRIMARY KEY, room_id BIGINT NOT NULL, client_id CHAR(36) NOT NULL UNIQUE,
    author_id BIGINT NOT NULL, body TEXT NOT NULL, created_at BIGINT NOT NULL)`)
  const insert =
    'INSERT INTO relayed (room_id, client_id, author_id, body, created_at) VALUES (?, ?, ?, ?, ?)'
  return async ({ roomId, clientId, body }, accountId, createdAt) => {
    const [{ insertId }] = await pool.execute<ResultSetHeader>(insert, [
      roomId,
      clientId,
      accountId,
      body,
      createdAt,
    ])
    return insertId
  }
}
