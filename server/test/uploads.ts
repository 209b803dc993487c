/** Sending files as the app does, piece by piece, and as nobody should. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { NewAttachment } from '@chatter/shared/attachments.ts'
import type { Problem } from '@chatter/shared/errors.ts'
import type { Person } from './person.ts'
import type { TestServer } from './server.ts'
import { until } from './until.ts'

export type Metadata = Record<string, string | number>

export function metadataOf(values: Metadata): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${Buffer.from(String(value)).toString('base64')}`)
    .join(',')
}

/** A person who sends files to a room by tus. */
export function createSender(server: Pick<TestServer, 'url'>, { token }: Person, roomId: number) {
  const tus = { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' }
  const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: BodyInit) =>
    fetch(`${server.url}/api/v1/uploads${path}`, { method, headers: { ...tus, ...headers }, body })

  return {
    ask,
    async create(bytes: Uint8Array | { length: number }, details: Metadata = {}): Promise<string> {
      const answer = await ask('POST', '', {
        'upload-length': String(bytes.length),
        'upload-metadata': metadataOf({
          roomId,
          name: 'a.bin',
          type: 'application/octet-stream',
          ...details,
        }),
      })
      if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`)
      return answer.headers.get('location')!.split('/').at(-1)!
    },
    patch: (id: string, offset: number, bytes: Uint8Array) =>
      ask(
        'PATCH',
        `/${id}`,
        { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
        bytes as BodyInit,
      ),
    async offset(id: string): Promise<number | null> {
      const answer = await ask('HEAD', `/${id}`)
      return answer.status === 200 ? Number(answer.headers.get('upload-offset')) : null
    },
    remove: (id: string) => ask('DELETE', `/${id}`),
  }
}

/** Sends a whole file in a form, fields first. */
export async function sendForm(
  server: TestServer,
  { token }: Person,
  roomId: number,
  fields: Metadata,
  bytes: Buffer,
  fileName = 'blob',
  type = 'application/octet-stream',
): Promise<{ status: number; body: NewAttachment & Partial<Problem> }> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value))
  form.append('file', new Blob([bytes as BlobPart], { type }), fileName)
  const answer = await fetch(`${server.url}/api/v1/rooms/${roomId}/attachments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  })
  return { status: answer.status, body: (await answer.json()) as NewAttachment }
}

/** Sends a raw request, as nobody's HTTP client would, and returns what came back until the server closed or `wait` ms went by. */
export async function sendRaw(url: string, parts: (string | Buffer)[], wait = 30_000): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let answer = ''
  socket.setEncoding('latin1').on('data', text => (answer += text))
  socket.on('error', () => {})
  const closed = once(socket, 'close').catch(() => {})
  for (const part of parts) socket.write(part)
  const answered = until(() => /^HTTP.*\r\n\r\n/s.test(answer), wait).catch(() => {})
  await Promise.race([answered, closed])
  await pause(20)
  socket.destroy()
  return answer
}

/** The head of a request that sends a form. */
export function formHead({ token }: Person, roomId: number, length: number | null, boundary = 'x'): string {
  return [
    `POST /api/v1/rooms/${roomId}/attachments HTTP/1.1`,
    'host: test',
    `authorization: Bearer ${token}`,
    `content-type: multipart/form-data; boundary=${boundary}`,
    length === null ? 'transfer-encoding: chunked' : `content-length: ${length}`,
    '\r\n',
  ].join('\r\n')
}

export function filePart(name: string, type = 'application/octet-stream'): string {
  return `--x\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`
}

/** Gives a file its thumbnail. Returns the code of what it was refused for, or nothing. */
export async function putThumbnail(
  { url }: TestServer,
  { token }: Person,
  id: string,
  bytes: Buffer,
  type = 'image/png',
): Promise<string> {
  const answer = await fetch(`${url}/api/v1/attachments/${id}/thumbnail`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body: bytes as BodyInit,
  })
  return answer.status === 204 ? '' : ((await answer.json()) as Problem).code
}

/** The beginning of a PNG that says so, and what follows. */
export function png(width: number, height: number, more = 20): Buffer {
  const head = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  const edges = Buffer.alloc(8)
  edges.writeUInt32BE(width, 0)
  edges.writeUInt32BE(height, 4)
  return Buffer.concat([head, edges, Buffer.alloc(more)])
}
