import { useEffect, useState } from 'react'
import { useNavigation } from '../navigation/navigation.ts'
import { useClient } from '../session/use-client.ts'
import { indexOfSeq, type View } from './view.ts'

/** How long a message stays lit, in milliseconds; its colour fades before. */
const litFor = 4000

/** Goes to the message that a notification, a link or a jump named. Returns its seq while it is lit. */
export function useTarget({ room, timeline, entries, list, follow }: View): number | null {
  const client = useClient()
  const target = useNavigation(state => (state.target?.roomId === room.id ? state.target : null))
  const [lit, light] = useState<number | null>(null)
  const isThere = target !== null && timeline.messages.some(({ seq }) => seq === target.seq)

  useEffect(() => {
    if (!target || isThere) return
    client
      .loadAround(room.id, target.seq)
      // It may be deleted, or the network gone: the room is open at least.
      .catch(() => useNavigation.setState(({ target: now }) => (now === target ? { target: null } : {})))
  }, [client, room.id, target, isThere])

  // biome-ignore lint/correctness/useExhaustiveDependencies: gone to once, when it is there
  useEffect(() => {
    if (!target || !isThere) return
    follow.letGo()
    list.current?.scrollToIndex(indexOfSeq(entries, target.seq), { align: 'center' })
    light(target.seq)
    useNavigation.setState({ target: null })
  }, [target, isThere])

  useEffect(() => {
    if (lit === null) return
    const timer = setTimeout(() => light(null), litFor)
    return () => clearTimeout(timer)
  }, [lit])
  return lit
}
