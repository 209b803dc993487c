/** The heads of a form's parts, looked at before the parser makes its own sense of them. */
import { ChatterError } from '@chatter/shared/errors.ts'
import { amount } from './uploads.limits.ts'

/** Most bytes of one head. */
const longest = 8 * 1024

const lineEnd = '\r\n'
const headEnd = '\r\n\r\n'

/**
 * Looks at the bytes of a form as they come.
 * @throws ChatterError `upload_broken` at the first head that has no end, says something twice, or holds a form of its own: of
 *   such a part it is not sure which file it is
 */
export function createHeadWatch(contentType: string): (bytes: Buffer) => void {
  const delimiter = Buffer.from(`${lineEnd}--${boundaryOf(contentType)}`, 'latin1')
  /** What came of a head; undefined while the body of a part comes. */
  let head: string | undefined
  /** The end of what came before: a delimiter may begin there. The first one has no line before it. */
  let before: Buffer = Buffer.from(lineEnd)
  let isOver = false

  return bytes => {
    let rest = before.length > 0 ? Buffer.concat([before, bytes]) : bytes
    while (!isOver) {
      if (head === undefined) {
        const at = rest.indexOf(delimiter)
        if (at === -1) {
          before = Buffer.from(rest.subarray(Math.max(0, rest.length - delimiter.length + 1)))
          return
        }
        rest = rest.subarray(at + delimiter.length)
        head = ''
      }
      const known = head.length
      head += rest.toString('latin1', 0, longest + 1)
      isOver = head.startsWith('--')
      const end = head.indexOf(headEnd)
      if (!isOver && (end === -1 ? head.length : end) > longest)
        throw broken(`The head of a part is longer than ${amount(longest)}.`)
      if (end === -1) {
        before = Buffer.alloc(0)
        return
      }
      if (!isOver) checkHead(head.slice(0, end))
      // An empty body has only the line end that is the head's.
      rest = Buffer.concat([Buffer.from(lineEnd), rest.subarray(end + headEnd.length - known)])
      head = undefined
    }
  }
}

function boundaryOf(contentType: string): string {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? []
  return quoted ?? plain ?? ''
}

function checkHead(head: string): void {
  const names = head
    .split(lineEnd)
    .filter(line => /^[^\s:]/.test(line))
    .map(line => line.split(':')[0]!.trim().toLowerCase())
  if (new Set(names).size < names.length || (head.match(/;\s*filename\s*=/gi)?.length ?? 0) > 1)
    throw broken('The head of a part says the same thing twice.')
  if (/^content-type\s*:\s*multipart\//im.test(head)) throw broken('A part of the form is a form of its own.')
}

function broken(why: string): ChatterError {
  return new ChatterError('upload_broken', why)
}
