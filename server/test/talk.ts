/** What people in tests say to each other, in one line. */
import { randomUUID } from 'node:crypto'
import type { ErrorCode } from '@chatter/shared/errors.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import type { Connection, Person } from './person.ts'

export function post(
  connection: Connection,
  roomId: number,
  body: string,
  clientId: string = randomUUID(),
): Promise<Message> {
  return connection.call('message:post', { roomId, clientId, body })
}

export function reply(
  connection: Connection,
  roomId: number,
  replyTo: number,
  body: string,
  clientId: string = randomUUID(),
): Promise<Message> {
  return connection.call('message:post', { roomId, clientId, body, replyTo })
}

export async function roomsOf(person: Person): Promise<Room[]> {
  return (await person.api('GET', '/api/v1/rooms')).body.rooms
}

export async function lobbyOf(person: Person): Promise<Room> {
  return (await roomsOf(person)).find(({ lobby }) => lobby)!
}

/** A new room of the first person, with the others in it. */
export async function foundRoom(
  [owner, ...others]: [Person, ...Person[]],
  name: string,
  kind: 'public' | 'private' = 'private',
): Promise<number> {
  const { status, body } = await owner.api('POST', '/api/v1/rooms', { name, kind })
  if (status !== 201) throw new Error(`Room ${name}: ${JSON.stringify(body)}`)
  for (const { account } of others)
    await owner.api('PUT', `/api/v1/rooms/${body.room.id}/members/${account.id}`)
  return body.room.id
}

export async function history(person: Person, roomId: number, query = 'limit=500'): Promise<Message[]> {
  const { body } = await person.api('GET', `/api/v1/rooms/${roomId}/messages?${query}`)
  return body.messages
}

/** Fits what a call rejects with. */
export const coded = (code: ErrorCode) => (error: unknown) => (error as { code?: string }).code === code

/** Fits events of one room: notices of who joined the lobby arrive when they will. */
export const inRoom =
  (id: number) =>
  ({ roomId }: { roomId: number }) =>
    roomId === id
