/** Somebody who drops files from elsewhere: over the wire, with bytes that a test makes up. */
import { createHash, randomBytes } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import type { Attachment } from '@chatter/shared/attachments.ts'
import type { Message } from '@chatter/shared/messages.ts'
import { protocolVersion } from '@chatter/shared/protocol.ts'
import { io } from 'socket.io-client'
import { v7 } from 'uuid'
import { afterTests } from './leftovers.ts'

export type Dropped = {
  name: string
  type: string
  bytes: Buffer
  width?: number
  height?: number
  thumbnail?: Buffer
}

export type Dropper = {
  /** The rooms' ids, by name; direct rooms by the name of the other one. */
  rooms: Record<string, number>
  /** Uploads files and posts them. */
  drop(roomId: number, files: Dropped[], body?: string): Promise<Message>
  /** The newest message of a room. */
  newest(roomId: number): Promise<Message | undefined>
}

/** Logs in as somebody who is signed up already. */
export async function logInDropper(serverUrl: string, username: string, password: string): Promise<Dropper> {
  const api = `${serverUrl}/api/v1`
  const { session } = await json(`${api}/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password, device: 'Test', timeZone: 'UTC' }),
  })
  const headers = { authorization: `Bearer ${session.token}` }
  const { rooms } = await json(`${api}/rooms`, { headers })
  const socket = io(serverUrl, {
    transports: ['websocket'],
    auth: { token: session.token, protocol: protocolVersion },
  })
  afterTests(async () => socket.close())

  async function upload(roomId: number, { name, type, bytes, width, height, thumbnail }: Dropped) {
    const form = new FormData()
    const fields = { name, type, size: bytes.length, sha256: digest(bytes), width, height }
    for (const [field, value] of Object.entries(fields))
      if (value !== undefined) form.set(field, String(value))
    form.set('file', new Blob([new Uint8Array(bytes)], { type }), name)
    const { attachment } = await json(`${api}/rooms/${roomId}/attachments`, {
      method: 'POST',
      headers,
      body: form,
    })
    if (thumbnail)
      await json(`${api}/attachments/${attachment.id}/thumbnail`, {
        method: 'PUT',
        headers: { ...headers, 'content-type': 'image/png' },
        body: new Uint8Array(thumbnail),
      })
    return attachment as Attachment
  }

  return {
    rooms: Object.fromEntries(
      rooms.map((room: { id: number; name: string; peer: { displayName: string } | null }) => [
        room.peer?.displayName ?? room.name,
        room.id,
      ]),
    ),
    async drop(roomId, files, body = '') {
      const attachmentIds: string[] = []
      for (const file of files) attachmentIds.push((await upload(roomId, file)).id)
      const request = { roomId, clientId: v7(), body, attachmentIds }
      const answer = await socket.timeout(15_000).emitWithAck('message:post', request)
      if (!answer.ok) throw new Error(JSON.stringify(answer.error))
      return answer.data
    },
    async newest(roomId) {
      const { messages } = await json(`${api}/rooms/${roomId}/messages?limit=1`, { headers })
      return messages.at(-1)
    },
  }
}

async function json(url: string, init: RequestInit) {
  const response = await fetch(url, init)
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return response.status === 204 ? undefined : response.json()
}

const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** A picture of one colour. */
export function pngOf(width: number, height: number, [red, green, blue]: [number, number, number]): Buffer {
  return pngOfRows(width, height, () => Buffer.alloc(width * 3, Buffer.from([red, green, blue])))
}

/** A picture of noise, which takes three bytes for each pixel whoever packs it. */
export function noisePngOf(width: number, height: number): Buffer {
  return pngOfRows(width, height, () => randomBytes(width * 3))
}

/** A picture of so many pixels that hardly any memory holds it, in a few kilobytes. */
export function bombOf(width: number, height: number): Buffer {
  return pngOfRows(width, height, () => Buffer.alloc(Math.ceil(width / 8)), 'black and white')
}

/** @param rowOf the pixels of the next row: three bytes each, or eight in one byte */
function pngOfRows(
  width: number,
  height: number,
  rowOf: () => Buffer,
  colours: 'all' | 'black and white' = 'all',
): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set(colours === 'all' ? [8, 2] : [1, 0], 8)
  const rows = Array.from({ length: height }, () => Buffer.concat([Buffer.from([0]), rowOf()]))
  const pixels = deflateSync(Buffer.concat(rows))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const body = Buffer.concat([Buffer.from(type), data])
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A recording of silence, so many seconds long: 176,400 bytes each. */
export function wavOf(seconds: number): Buffer {
  const size = seconds * 176_400
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + size, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(2, 22)
  head.writeUInt32LE(44_100, 24)
  head.writeUInt32LE(176_400, 28)
  head.writeUInt16LE(4, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(size, 40)
  return Buffer.concat([head, Buffer.alloc(size)])
}
