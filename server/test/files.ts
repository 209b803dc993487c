/** Files that people in tests bring. */
import { createHash, randomUUID } from 'node:crypto'
import type { Attachment } from '@chatter/shared/attachments.ts'
import type { Message } from '@chatter/shared/messages.ts'
import { addAttachment } from '../src/features/attachments/attachments.ts'
import { createKey } from '../src/lib/storage.ts'
import { transact } from '../src/lib/transact.ts'
import type { Connection, Person } from './person.ts'
import type { TestServer } from './server.ts'

export type Brought = { name?: string; type?: string; bytes?: Buffer; width?: number; height?: number }

export const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** What somebody uploaded to a room: put where an upload ends, without one. */
export async function bringFile(
  { app }: TestServer,
  { account }: Person,
  roomId: number,
  { name = 'report.pdf', type = 'application/pdf', bytes = Buffer.from(randomUUID()), ...look }: Brought = {},
): Promise<Attachment> {
  const key = createKey()
  const writing = await app.storage.write(key, bytes.length)
  await writing.append(bytes)
  await writing.finish()
  const [sha256, size] = [sha256Of(bytes), bytes.length]
  const file = { id: randomUUID(), name, type, size, sha256, roomId, accountId: account.id, ...look }
  const { attachment, discarded } = await transact(app.db, trx => addAttachment(trx, file, key))
  app.discards.clear(discarded)
  return attachment
}

export function postFiles(
  connection: Connection,
  roomId: number,
  attachments: readonly { id: string }[],
  body = '',
  clientId: string = randomUUID(),
): Promise<Message> {
  const attachmentIds = attachments.map(({ id }) => id)
  return connection.call('message:post', { roomId, clientId, body, attachmentIds })
}

/** Which keys the storage has, once nothing is being removed any more. */
export async function storedKeys({ app }: TestServer): Promise<string[]> {
  await app.discards.settled()
  const keys: string[] = []
  for await (const { key } of app.storage.list()) keys.push(key)
  return keys
}
