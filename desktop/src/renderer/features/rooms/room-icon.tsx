import type { Room } from '@chatter/shared/rooms.ts'
import { Hash, Lock, Megaphone, MessagesSquare } from 'lucide-react'

type IconProps = { room: Pick<Room, 'kind'> & Partial<Pick<Room, 'lobby' | 'announcement'>>; size: number }

/** The picture of a room of many: what kind it is. */
export function RoomIcon({ room: { kind, lobby, announcement }, size }: IconProps) {
  const Icon = lobby ? MessagesSquare : announcement ? Megaphone : kind === 'private' ? Lock : Hash
  return <Icon size={size} aria-hidden="true" />
}
