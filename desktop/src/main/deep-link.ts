/** `chatter://chat.example.org/rooms/3/17` is the message 17 of the room 3 of that server. */
import type { Destination } from '../bridge/bridge.ts'

export const deepLinkScheme = 'chatter'

/**
 * Where a deep link leads, or undefined when it is none. Without a message, or with 0, it leads to the room.
 *
 * The link does not say how to reach the server. Names are reached by https; addresses and names of the house, which
 * can have no certificate, by http.
 */
export function parseDeepLink(link: string): Destination | undefined {
  if (!URL.canParse(link)) return undefined
  const { protocol, host, pathname, username, password } = new URL(link)
  if (protocol !== `${deepLinkScheme}:` || !host || username || password) return undefined
  const [, roomId, seq = '0'] = /^\/rooms\/([1-9]\d{0,15})(?:\/(\d{1,16}))?\/?$/.exec(pathname) ?? []
  if (!roomId || !Number.isSafeInteger(Number(roomId)) || !Number.isSafeInteger(Number(seq))) return undefined
  // A scheme that the URL standard does not know keeps its host as it was written.
  const address = `${isHome(host) ? 'http' : 'https'}://${host}`
  if (!URL.canParse(address)) return undefined
  return { serverUrl: new URL(address).origin, roomId: Number(roomId), seq: Number(seq) }
}

/** The first deep link among what a program was started with. */
export function findDeepLink(args: readonly string[]): Destination | undefined {
  return args.map(parseDeepLink).find(destination => destination !== undefined)
}

function isHome(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  const isAddress = /^\d+(\.\d+){3}$/.test(name) || name.startsWith('[')
  return isAddress || !name.includes('.') || /\.(local|lan|home\.arpa|localhost|internal)$/.test(name)
}
