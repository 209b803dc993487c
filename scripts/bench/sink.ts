/** What uploads are compared with: a server that streams each connection into a file, and hangs up once it is on the disk. */
import { createWriteStream } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

const [port, folder] = process.argv.slice(2)
let count = 0

createServer({ allowHalfOpen: true }, async socket => {
  await pipeline(socket, createWriteStream(join(folder!, `${count++}.bin`), { flush: true }), {
    end: true,
  }).catch(() => {})
  socket.end()
}).listen(Number(port), '127.0.0.1')
