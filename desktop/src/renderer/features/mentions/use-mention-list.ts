import type { Room } from '@chatter/shared/rooms.ts'
import { type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react'
import { writeAtCursor } from '../composer/write-at-cursor.ts'
import { useClient, useClientState, useMe } from '../session/use-client.ts'
import { mayMentionRoom, mentionQuery, type Offer, offerMentions } from './mention-query.ts'

/** Offers the people of a room while an `@` is being written. */
export function useMentionList(room: Room, input: RefObject<HTMLTextAreaElement | null>) {
  const id = useId()
  const [query, setQuery] = useState<string | null>(null)
  const [chosen, choose] = useState(0)
  const people = usePeopleOf(room, query !== null)
  const mayRoom = mayMentionRoom(room)
  const offers = useMemo(
    () => (query === null ? [] : offerMentions(people, query, mayRoom)),
    [people, query, mayRoom],
  )
  const at = Math.min(chosen, offers.length - 1)
  const isOpen = offers.length > 0

  /** Where the `@` stands whose list was closed by hand: it stays closed. */
  const refused = useRef(-1)
  const placeOf = (next: string) => (input.current?.selectionStart ?? 0) - next.length

  const look = () => {
    const { current } = input
    const isSelecting = !current || current.selectionStart !== current.selectionEnd
    const found = isSelecting ? null : mentionQuery(current.value.slice(0, current.selectionStart))
    if (found === null) refused.current = -1
    const next = found !== null && placeOf(found) !== refused.current ? found : null
    if (next === query) return
    setQuery(next)
    choose(0)
  }
  const close = () => setQuery(null)
  const take = (offer: Offer) => {
    if (!input.current || query === null) return
    const name = offer.whom === 'room' ? 'room' : offer.whom.username
    writeAtCursor(input.current, `@${name} `, query.length + 1)
    close()
  }
  /** @returns whether the key meant something here */
  const press = (key: string, shift: boolean): boolean => {
    if (!isOpen) return false
    if (key === 'ArrowDown') choose((at + 1) % offers.length)
    else if (key === 'ArrowUp') choose((at + offers.length - 1) % offers.length)
    else if ((key === 'Enter' || key === 'Tab') && !shift) take(offers[at]!)
    else if (key === 'Escape') {
      refused.current = placeOf(query ?? '')
      close()
    } else return false
    return true
  }
  const aria = {
    'aria-autocomplete': 'list',
    'aria-controls': isOpen ? id : undefined,
    'aria-activedescendant': isOpen ? `${id}${at}` : undefined,
  } as const
  return { id, offers, at, choose, take, press, look, close, aria }
}

/** Everybody in the room but me; loaded when first needed. */
function usePeopleOf(room: Room, isNeeded: boolean) {
  const client = useClient()
  const me = useMe()
  const members = useClientState(({ snapshot }) => snapshot.members[room.id])
  const isKnown = members !== undefined
  useEffect(() => {
    // Without a connection only a direct room's people are known.
    if (isNeeded && !isKnown) client.loadMembers(room.id).catch(() => {})
  }, [client, room.id, isNeeded, isKnown])
  return useMemo(() => {
    const all = members?.map(({ account }) => account) ?? (room.peer ? [room.peer] : [])
    return all.filter(({ id }) => id !== me.id)
  }, [members, room.peer, me.id])
}
