import { useEffect, useRef, useState } from 'react'
import { errorCode } from '../errors/error-code.ts'
import { useNavigation } from '../navigation/navigation.ts'
import { useClient } from '../session/use-client.ts'
import { holdInMiddle } from './hold-in-middle.ts'
import { indexOfSeq, type View } from './view.ts'

/** How long a message stays lit, in milliseconds; its colour fades before. */
const litFor = 4000

/** How long it is said that a message is not there, in milliseconds. */
const saidFor = 6000

/** Why a message could not be gone to. */
export type Missing = 'absent' | 'unreachable'

/**
 * Goes to the message that a notification, a link or a jump named. Returns its seq while it is lit; and for a while, when it
 * is not there, why.
 */
export function useTarget({ room, timeline, entries, scroller, list, follow }: View): {
  lit: number | null
  missing: Missing | null
} {
  const client = useClient()
  const target = useNavigation(state => (state.target?.roomId === room.id ? state.target : null))
  const [lit, light] = useForAWhile<number>(litFor)
  const [missing, miss] = useForAWhile<Missing>(saidFor)
  const isThere = target !== null && timeline.messages.some(({ seq }) => seq === target.seq)

  useEffect(() => {
    if (!target || isThere) return
    const isLoaded = () =>
      client.store.getState().snapshot.timelines[room.id]?.messages.some(({ seq }) => seq === target.seq)
    /** Or it would be gone to whenever it is posted. */
    const giveUp = (why: Missing) => {
      if (useNavigation.getState().target !== target) return
      useNavigation.setState({ target: null })
      miss(why)
    }
    client.loadAround(room.id, target.seq).then(
      () => isLoaded() || giveUp('absent'),
      failure => giveUp(errorCode(failure) === 'unavailable' ? 'unreachable' : 'absent'),
    )
  }, [client, room.id, target, isThere, miss])

  const letGo = useRef<() => void>(undefined)
  useEffect(() => () => letGo.current?.(), [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: gone to once, when it is there
  useEffect(() => {
    if (!target || !isThere) return
    follow.letGo()
    list.current?.scrollToIndex(indexOfSeq(entries, target.seq), { align: 'center' })
    letGo.current?.()
    if (scroller.current) letGo.current = holdInMiddle(scroller.current, target.seq)
    light(target.seq)
    miss(null)
    useNavigation.setState({ target: null })
  }, [target, isThere])
  return { lit, missing }
}

/** A state that passes by itself. */
function useForAWhile<Value>(duration: number): [Value | null, (value: Value | null) => void] {
  const [value, setValue] = useState<Value | null>(null)
  useEffect(() => {
    if (value === null) return
    const timer = setTimeout(() => setValue(null), duration)
    return () => clearTimeout(timer)
  }, [value, duration])
  return [value, setValue]
}
