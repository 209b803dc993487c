import { shell } from 'electron'
import { isOpenable } from './link.ts'

/** Opens an address in the person's browser or mail program. @throws Error when it is of another kind */
export async function openLink(address: string): Promise<void> {
  if (!isOpenable(address)) throw new Error('Only http, https and mailto addresses are opened.')
  await shell.openExternal(new URL(address).href)
}
