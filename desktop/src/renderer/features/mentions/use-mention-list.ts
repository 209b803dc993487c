import type { Room } from '@chatter/shared/rooms.ts'
import { type RefObject, useEffect, useMemo } from 'react'
import { useCompletion, useQuery } from '../completion/use-completion.ts'
import { useClient, useClientState, useMe } from '../session/use-client.ts'
import { mayMentionRoom, mentionQuery, type Offer, offerMentions } from './mention-query.ts'

/** Offers the people of a room while an `@` is being written. */
export function useMentionList(room: Room, input: RefObject<HTMLTextAreaElement | null>) {
  const asked = useQuery(input, mentionQuery)
  const { query } = asked
  const people = usePeopleOf(room, query !== null)
  const mayRoom = mayMentionRoom(room)
  const offers = useMemo(
    () => (query === null ? [] : offerMentions(people, query, mayRoom)),
    [people, query, mayRoom],
  )
  return useCompletion<Offer>(asked, offers, ({ whom }) =>
    asked.answer(`@${whom === 'room' ? 'room' : whom.username} `),
  )
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
