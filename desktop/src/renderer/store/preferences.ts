/** What I want of rooms: shown at once, and taken back when the server refuses. */
import { applyPreferences } from '@chatter/shared/rooms.apply.ts'
import type { RoomPreferences } from '@chatter/shared/rooms.ts'
import type { Api } from '../connection/api.ts'
import type { Known } from './known.ts'

export function createPreferences({ known, api }: { known: Known; api: Pick<Api, 'setPreferences'> }) {
  /** How many changes of each room are on their way: an answer to an earlier one must not undo a later one. */
  const flying = new Map<number, number>()

  async function set(roomId: number, wanted: RoomPreferences): Promise<void> {
    const room = known.read().rooms[roomId]
    flying.set(roomId, (flying.get(roomId) ?? 0) + 1)
    if (room) show(roomId, { level: room.level, favourite: room.favourite, ...wanted })
    try {
      await known.foldAnswer(
        api.setPreferences(roomId, wanted),
        answer => {
          if (flying.get(roomId) === 1) show(roomId, answer)
        },
        event => event.name === 'preferences:changed' && event.payload.roomId === roomId,
      )
    } catch (error) {
      takeBack(roomId, wanted, room)
      throw error
    } finally {
      const others = flying.get(roomId)! - 1
      if (others > 0) flying.set(roomId, others)
      else flying.delete(roomId)
    }
  }

  function show(roomId: number, { level, favourite }: Required<RoomPreferences>) {
    known.change(snapshot => applyPreferences(snapshot, { roomId, level, favourite }))
  }

  /** What is still as it was wanted becomes what it was before. */
  function takeBack(roomId: number, wanted: RoomPreferences, before: Required<RoomPreferences> | undefined) {
    const now = known.read().rooms[roomId]
    if (!now || !before) return
    show(roomId, {
      level: wanted.level !== undefined && now.level === wanted.level ? before.level : now.level,
      favourite:
        wanted.favourite !== undefined && now.favourite === wanted.favourite
          ? before.favourite
          : now.favourite,
    })
  }

  return { set }
}
