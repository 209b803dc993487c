/** What may be handed to the operating system. Others, such as `file:` or `ms-msdt:`, start programs. */
const openable = new Set(['http:', 'https:', 'mailto:'])

/** Whether an address is one that the app opens in the browser or the mail program. */
export function isOpenable(address: string): boolean {
  return URL.canParse(address) && openable.has(new URL(address).protocol)
}
