import { createAccountStore } from '../../../lib/account-store.ts'
import type { Client } from '../../../store/client.type.ts'
import type { Refusal } from '../../../store/limits.ts'
import { focusComposer } from '../../composer/composer-text.ts'
import type { Chosen } from './chosen.ts'

/** What was not taken into the tray of a room, and why, by room; until it is dismissed or something else is chosen. */
export const useRefusals = createAccountStore<Record<number, readonly Refusal[]>>(() => ({}))

export function dismissRefusals(roomId: number): void {
  useRefusals.setState({ [roomId]: [] })
}

/** Puts what was chosen into the tray of a room. What cannot be sent is named there, with the reason. */
export async function chooseFiles(client: Client, roomId: number, { files, folders }: Chosen): Promise<void> {
  const refusals: Refusal[] = folders.map(name => ({ name, reason: 'folder' }))
  const readable = await Promise.all(files.map(({ blob }) => isReadable(blob)))
  for (const { name } of files.filter((_, at) => !readable[at])) refusals.push({ name, reason: 'unreadable' })
  refusals.push(
    ...(await client.chooseFiles(
      roomId,
      files.filter((_, at) => readable[at]),
    )),
  )
  useRefusals.setState({ [roomId]: refusals })
  focusComposer()
}

/** Some systems give folders as files, and a file may be gone or closed to this person. What is gone looks empty. */
async function isReadable(blob: Blob): Promise<boolean> {
  const beginning = blob.size > 0 ? blob.slice(0, 1) : blob
  return beginning.arrayBuffer().then(
    () => true,
    () => false,
  )
}
