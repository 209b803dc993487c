import { recall, remember } from '../../lib/storage.ts'
import { useNavigation } from '../navigation/navigation.ts'

const longest = 30

/** Rooms in the order in which they were open on this machine, the latest first. */
let visited: readonly number[] = (recall('visited') ?? '').split(' ').map(Number).filter(Boolean)

/** Remembers where the person goes, from now on. */
export function watchVisits(): () => void {
  return useNavigation.subscribe(({ roomId }, before) => {
    if (roomId === null || roomId === before.roomId) return
    visited = [roomId, ...visited.filter(id => id !== roomId)].slice(0, longest)
    remember('visited', visited.join(' '))
  })
}

export function listVisits(): readonly number[] {
  return visited
}
