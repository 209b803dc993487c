/** Links that lead into a room: `chatter://chat.example.org/rooms/3/17` is the message 17 of the room 3 of that server. */

export type Permalink = { host: string; roomId: number; seq: number | undefined }

/** The link to a room, or to one of its messages. */
export function permalinkTo(serverUrl: string, roomId: number, seq?: number): string {
  return `chatter://${new URL(serverUrl).host}/rooms/${roomId}${seq ? `/${seq}` : ''}`
}

/** Where a link leads, or undefined when it is none. */
export function parsePermalink(link: string): Permalink | undefined {
  const [, host, roomId, seq] =
    /^chatter:\/\/([^/\s@]+)\/rooms\/([1-9]\d{0,15})(?:\/(\d{1,15}))?\/?$/i.exec(link.trim()) ?? []
  if (!host || !roomId) return undefined
  return { host: host.toLowerCase(), roomId: Number(roomId), seq: Number(seq) || undefined }
}

/** The room and message on this server that a link leads to. */
export function findHere(link: string, serverUrl: string): Permalink | undefined {
  const found = parsePermalink(link)
  return found?.host === new URL(serverUrl).host ? found : undefined
}

/** Whether both are one server, as far as a link can tell: it names the host, and how that is reached is a guess. */
export function isSameHost(one: string, other: string): boolean {
  return new URL(one).host === new URL(other).host
}

/** A text as the links to rooms of this server that it holds, and what stands between them. */
export function splitPermalinks(
  text: string,
  serverUrl: string,
): (string | (Permalink & { link: string }))[] {
  const parts: (string | (Permalink & { link: string }))[] = []
  let end = 0
  for (const { 0: link, index } of text.matchAll(
    /chatter:\/\/[^\s/@]+\/rooms\/[1-9]\d*(?:\/\d+)?(?![\d/])/gi,
  )) {
    const here = findHere(link, serverUrl)
    if (!here) continue
    if (index > end) parts.push(text.slice(end, index))
    parts.push({ ...here, link })
    end = index + link.length
  }
  if (end < text.length) parts.push(text.slice(end))
  return parts
}
