/** Who is in the rooms whose members somebody asked for. Events keep the lists while a connection lasts. */
import { applyAccounts } from '@chatter/shared/accounts.apply.ts'
import { applyEvent } from '@chatter/shared/apply.ts'
import { applyMembers } from '@chatter/shared/members.apply.ts'
import type { ChatterEvent } from '@chatter/shared/protocol.ts'
import type { Member } from '@chatter/shared/rooms.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import type { Api } from '../connection/api.ts'
import type { Known } from './known.ts'

export type MembersOptions = {
  known: Known
  api: Pick<Api, 'listMembers'>
  openRoomId: () => number | undefined
}

export function createMembers({ known, api, openRoomId }: MembersOptions) {
  /** The list as the server answers it, and what was told while the answer was on its way, which may be newer. */
  async function load(roomId: number): Promise<void> {
    const told: ChatterEvent[] = []
    const stop = known.listen(event => {
      if (event.name === 'account:changed') told.push(event)
      else if (isOfMembers(event) && event.payload.roomId === roomId) told.push(event)
    })
    try {
      const members = await api.listMembers(roomId)
      known.change(snapshot =>
        told.reduce(
          (folded, event) => applyEvent(folded, event, 0),
          applyMembers(refreshed(snapshot, members), roomId, members),
        ),
      )
    } finally {
      stop()
    }
  }

  return {
    load,

    /** After a connection: lists may have missed something. The one on screen is read again, the others when they are asked for. */
    async resume(): Promise<void> {
      const open = openRoomId()
      known.change(snapshot => {
        const shown = open === undefined ? undefined : snapshot.members[open]
        const isAlone = Object.keys(snapshot.members).length === (shown ? 1 : 0)
        return isAlone ? snapshot : { ...snapshot, members: shown ? { [open!]: shown } : {} }
      })
      if (open !== undefined && known.read().members[open]) await load(open)
    },
  }
}

/** Those who are known already as they are by now. A large room brings nobody else into what is known. */
function refreshed(snapshot: Snapshot, members: readonly Member[]): Snapshot {
  const accounts = members.map(({ account }) => account)
  return applyAccounts(
    snapshot,
    accounts.filter(({ id }) => snapshot.accounts[id]),
  )
}

const isOfMembers = (event: ChatterEvent) =>
  event.name === 'member:joined' || event.name === 'member:changed' || event.name === 'member:left'
