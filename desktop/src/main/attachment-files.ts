/** Shows the page pictures and recordings of its servers. The page names them; the token, and the way there, are known here only. */
import { createHash } from 'node:crypto'
import { attachmentLimits } from '@chatter/shared/attachments.ts'
import { mostPixels } from '@chatter/shared/pictures.ts'
import { protocol } from 'electron'
import { fileHeaders, fileScheme, type NamedFile, parseFileAddress } from './attachment-address.ts'
import { askServer } from './attachment-bytes.ts'
import { signal } from './ipc.ts'
import { admitPicture } from './picture-size.ts'

/** Possible from `ready` on. Nobody but the page gets here: there are no frames in it, and it goes nowhere. */
export function setupAttachmentFiles(): void {
  protocol.handle(fileScheme, async ({ url, method, headers, signal }) => {
    const file = parseFileAddress(url)
    if (!file || method !== 'GET') return new Response(null, { status: 404 })
    const range = headers.get('range')
    try {
      return await show(file, await read(file, range, signal))
    } catch {
      // A status, so that the page sees a picture that is not there, and no policy or address that is wrong.
      return new Response(null, { status: 502 })
    }
  })
}

async function read(file: NamedFile, range: string | null, signal: AbortSignal): Promise<Response> {
  if (file.savedType !== undefined)
    return (await import('./saved-bytes.ts')).readSaved(file, file.savedType, range)
  const ask = askServer(file, { part: file.isThumbnail ? '/thumbnail' : '', purpose: 'show' })
  return ask(range ? { range } : {}, signal)
}

async function show(file: NamedFile, answer: Response): Promise<Response> {
  const { status } = answer
  if (status !== 200 && status !== 206) {
    void answer.body?.cancel()
    return new Response(null, { status: status === 304 ? 502 : status })
  }
  const headers = fileHeaders(answer.headers)
  const isPicture = file.isThumbnail || headers['content-type']!.startsWith('image/')
  const body = isPicture ? await admit(file, answer) : answer.body
  if (isPicture && !body) return new Response(null, { status: 415 })
  const isFetched = !file.isThumbnail && file.savedType === undefined
  const isWhole = isFetched && (status === 200 || beginsAtStart(answer))
  const shown = isWhole && body ? body.pipeThrough(tellWhenWhole(file, sizeOf(answer))) : body
  return new Response(shown, { status, headers })
}

/** A picture as far as there is memory for it. From its middle on, nobody knows how large one is. */
async function admit(file: NamedFile, { status, body }: Response) {
  if (body && status === 200) return (await admitPicture(body, mostPixelsOf(file))) ?? null
  void body?.cancel()
  return null
}

/** The server looks at thumbnails as they are sent, but this may be another one. */
function mostPixelsOf({ isThumbnail, isAlone }: NamedFile): number {
  if (isThumbnail) return attachmentLimits.thumbnailEdge ** 2
  return isAlone ? mostPixels.alone : mostPixels.among
}

/** Who was shown every byte has the file: the hash says whether it is the one that was sent. */
function tellWhenWhole({ serverUrl, id }: NamedFile, size: number): TransformStream<Uint8Array, Uint8Array> {
  const hash = createHash('sha256')
  let seen = 0
  return new TransformStream({
    transform(chunk, out) {
      hash.update(chunk)
      seen += chunk.length
      out.enqueue(chunk)
    },
    flush() {
      if (seen === size) signal('file:shown', { serverUrl, id, sha256: hash.digest('hex') })
    },
  })
}

function beginsAtStart({ headers }: Response): boolean {
  const [, start, end, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? []
  return Number(start) === 0 && Number(end) === Number(size) - 1
}

const sizeOf = ({ headers }: Response) => Number(headers.get('content-length') ?? Number.NaN)
