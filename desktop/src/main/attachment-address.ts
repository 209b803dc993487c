/** How the page names a file of a server: `chatter-file://attachments/<id>/thumbnail?server=https%3A%2F%2Fchat.example.org`. Pure. */
import type { FileAddress } from '../bridge/bridge.ts'

export const fileScheme = 'chatter-file'

export type NamedFile = FileAddress & {
  isThumbnail: boolean
  /** Somebody wants to look at this one, and not at a conversation in which it is among others. */
  isAlone: boolean
  /** It is shown from where it was saved on this machine, as this media type: the server has none of its bytes. */
  savedType?: string
}

/** The file that an address names, or undefined when it names none. There are ids in it, and no paths. */
export function parseFileAddress(address: string): NamedFile | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url?.protocol !== `${fileScheme}:` || url.host !== 'attachments' || url.username) return undefined
  const [, id, thumbnail] =
    /^\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(\/thumbnail)?$/.exec(url.pathname) ?? []
  const serverUrl = url.searchParams.get('server')
  if (!id || !serverUrl) return undefined
  const savedType = url.searchParams.get('saved')
  return {
    serverUrl,
    id,
    isThumbnail: thumbnail !== undefined,
    isAlone: url.searchParams.has('alone'),
    ...(savedType !== null && { savedType }),
  }
}

/** What a window shows by itself. Anything else, such as SVG and HTML, is only ever a file. */
const shown = /^(image\/(png|jpeg|gif|webp|avif)|video\/[\w.+-]+|audio\/[\w.+-]+)$/

/** What the page is told of a server's answer: nothing that would make it more than a picture or a recording. */
export function fileHeaders(answer: Headers): Record<string, string> {
  const type = (answer.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
  const kept = ['content-length', 'content-range', 'accept-ranges', 'etag'].flatMap(name => {
    const value = answer.get(name)
    return value === null ? [] : [[name, value]]
  })
  return {
    ...Object.fromEntries(kept),
    'content-type': shown.test(type) ? type : 'application/octet-stream',
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  }
}
