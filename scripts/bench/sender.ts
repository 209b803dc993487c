/**
 * Sends files to Chatter by tus, or to the plain sink, in a process of its own: what it takes disturbs no measured clock.
 * Called with a {@link Task} as JSON; answers with a {@link Sent} on its standard output, or whether all that is to be checked
 * comes back as it was sent.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { connect, createServer } from 'node:net'

export type Task = {
  port: number
  /** None: the plain sink. */
  token?: string
  roomId: number
  size: number
  files: number
  /** How often the link is cut on the way. */
  cuts: number
  /** Ids of what was sent before: nothing is sent now, but these are compared. */
  check?: string[]
}
export type Sent = { seconds: number; cuts: number; ids: string[] }

const piece = 256 * 1024
/** What is sent is this over and over, each time begun at another place, so that no two stretches are the same. */
const stock = Buffer.alloc(8 * 1024 * 1024 + piece)
for (let at = 0, state = 1; at < stock.length; at += 4) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  stock.writeUInt32LE(state, at)
}

const task = JSON.parse(process.argv[2]!) as Task
console.log(JSON.stringify(await (task.check ? areIdentical(task, task.check) : send(task))))
process.exit()

function send(task: Task): Promise<Sent> {
  return task.token === undefined ? sendPlain(task) : sendAll(task)
}

/** The bytes from `offset` to the end of its piece. */
function bytesAt(offset: number, file: number, size: number): Buffer {
  const index = Math.floor(offset / piece)
  const start = (index * 7_919 + file * 104_729) % (8 * 1024 * 1024)
  const inside = offset % piece
  return stock.subarray(start + inside, start + Math.min(piece, inside + size - offset))
}

function hashOf(file: number, size: number): string {
  const hash = createHash('sha256')
  for (let offset = 0; offset < size; offset += piece) hash.update(bytesAt(offset, file, size))
  return hash.digest('hex')
}

async function sendPlain({ port, size }: Task): Promise<Sent> {
  const start = performance.now()
  const socket = connect(port, '127.0.0.1')
  for (let offset = 0; offset < size; offset += piece)
    if (!socket.write(bytesAt(offset, 0, size))) await once(socket, 'drain')
  socket.end()
  socket.resume()
  await once(socket, 'close')
  return { seconds: (performance.now() - start) / 1000, cuts: 0, ids: [] }
}

async function sendAll(task: Task): Promise<Sent> {
  const files = Array.from({ length: task.files }, (_, file) => file)
  const hashes = files.map(file => hashOf(file, task.size))
  const link = await openLink(task.port, (task.size * task.files) / (task.cuts + 1), task.cuts)
  const start = performance.now()
  const ids = await Promise.all(files.map(file => sendFile(link.port, task, file, hashes[file]!)))
  const seconds = (performance.now() - start) / 1000
  return { seconds, cuts: link.cuts(), ids }
}

async function areIdentical(task: Task, ids: string[]): Promise<boolean> {
  let identical = true
  for (const [file, id] of ids.entries()) identical &&= (await download(task, id)) === hashOf(file, task.size)
  return identical
}

async function sendFile(port: number, { roomId, size, token }: Task, file: number, sha256: string) {
  const metadata = Object.entries({
    roomId,
    name: `file ${file}.bin`,
    type: 'application/octet-stream',
    sha256,
  })
    .map(([name, value]) => `${name} ${Buffer.from(String(value)).toString('base64')}`)
    .join(',')
  const ask = (method: string, path: string, headers: Record<string, string | number>, from?: number) =>
    exchange(
      port,
      method,
      path,
      { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0', ...headers },
      from,
      file,
      size,
    )
  const created = await ask('POST', '/api/v1/uploads', { 'upload-length': size, 'upload-metadata': metadata })
  const path = String(created.headers.location)
  for (;;) {
    const { status, headers } = await ask('HEAD', path, {}).catch(() => ({ status: 0, headers: {} }) as never)
    if (status === 0) continue
    if (status !== 200) throw new Error(`An upload was answered ${status}.`)
    const offset = Number(headers['upload-offset'])
    if (offset === size) return path.split('/').at(-1)!
    const patch = {
      'upload-offset': offset,
      'content-type': 'application/offset+octet-stream',
      'content-length': size - offset,
    }
    await ask('PATCH', path, patch, offset).catch(() => {})
  }
}

type Answer = { status: number; headers: Record<string, string | string[] | undefined> }

/** One request on a connection of its own; with `from`, the rest of the file is its body. */
function exchange(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string | number>,
  from: number | undefined,
  file: number,
  size: number,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request({ port, host: '127.0.0.1', method, path, headers, agent: false }, answer => {
      answer.resume()
      resolve({ status: answer.statusCode!, headers: answer.headers })
    })
    asking.on('error', reject)
    if (from === undefined) asking.end()
    else void write()
    async function write() {
      for (let offset = from!; offset < size && !asking.destroyed; ) {
        const bytes = bytesAt(offset, file, size)
        offset += bytes.length
        if (!asking.write(bytes))
          await Promise.race([once(asking, 'drain'), once(asking, 'close')]).catch(() => {})
      }
      asking.end()
    }
  })
}

/** A way to the server that breaks each time so many bytes have gone over it. */
async function openLink(port: number, every: number, most: number) {
  let [passed, cuts] = [0, 0]
  const server = createServer({ allowHalfOpen: true }, near => {
    const far = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    const end = () => [near, far].map(socket => socket.destroy())
    near.on('error', end)
    far.on('error', end)
    far.pipe(near)
    near.pipe(far)
    far.on('close', end)
    near.on('data', bytes => {
      passed += bytes.length
      if (cuts >= most || passed < every * (cuts + 1)) return
      cuts++
      end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: own } = server.address() as { port: number }
  return { port: most > 0 ? own : port, cuts: () => cuts }
}

async function download({ port, token }: Task, id: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/attachments/${id}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  if (answer.status !== 200) throw new Error(`The file was answered ${answer.status}.`)
  const hash = createHash('sha256')
  for await (const bytes of answer.body!) hash.update(bytes)
  return hash.digest('hex')
}
