/** Who may not come into the rooms that I look after. A list that somebody asked for is read again when the server says so. */
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Api } from '../connection/api.ts'
import type { Known } from './known.ts'
import type { ClientState } from './state.ts'

type Lists = ClientState['bans']

export type BansOptions = {
  read: () => Lists
  onChange: (bans: Lists) => void
  api: Pick<Api, 'listBans'>
  listen: Known['listen']
}

export function createBans({ read, onChange, api, listen }: BansOptions) {
  /** How often each list was asked for: only what was asked last is believed. */
  const asked = new Map<number, number>()

  async function load(roomId: number): Promise<void> {
    const turn = (asked.get(roomId) ?? 0) + 1
    asked.set(roomId, turn)
    const bans = await api.listBans(roomId)
    if (asked.get(roomId) === turn) onChange({ ...read(), [roomId]: bans })
  }

  listen(event => {
    if (event.name === 'bans:changed' && read()[event.payload.roomId])
      load(event.payload.roomId).catch(ignore)
  })

  return { load }
}

/** Who opens the list asks again. */
function ignore(error: unknown): void {
  if (!(error instanceof ChatterError)) throw error
}
