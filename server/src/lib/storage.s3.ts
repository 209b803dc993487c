/** Files in a store that speaks S3: each is a row of pieces, and every piece an object of its own. */
import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { checkKey, isKey, MissingBytes, type Storage, type Stored, type Writing } from './storage.ts'

/** Where a store is, and who we are to it. */
export type Place = {
  endpoint: string
  region: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
}

/** Part of what is under a key: where it begins, how long it is, and the object that it is. */
type Piece = { start: number; size: number; name: string }

const prefix = 'files/'

/** So many digits of a number stand in a name. */
const digits = 16

/** Of a file that is larger than this, longer pieces are made. In bytes. */
const large = 64 * 1024 * 1024

/** So many bytes of an upload wait in memory at most until they are a piece, and as many more while one is on its way. */
const pieceOf = (size: number) => (size > large ? 4 : 1) * 1024 * 1024

const atOnce = 16

/** Who takes a file slowly keeps a connection to the store as long as one to us: with a limit they would hold up all others. */
const connections = { maxSockets: Number.POSITIVE_INFINITY }

/** Keys whose pieces are remembered: what is finished never changes. */
const mostRemembered = 1_000

/**
 * Keeps bytes in an S3-compatible store. What is under a key are pieces, each an object of its own that is named by where it
 * begins and how long it is, so that one that lands late, when the upload went on without it, takes no other's place. An upload
 * goes on where it stopped whoever was killed in between, and asks nothing of a store but the simplest; with S3's own multipart
 * uploads the bytes could not be read before the end, less than 5 MiB could not be kept, and what was abandoned would stand in
 * no list.
 */
export function createS3Storage({ endpoint, region, bucket, ...credentials }: Place): Storage {
  const client = new S3Client({
    endpoint,
    region,
    credentials,
    forcePathStyle: true,
    requestHandler: { httpAgent: connections, httpsAgent: connections },
    // Stores other than Amazon's do not know all checksums of today.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const remembered = new Map<string, Piece[]>()
  const nameOf = (key: string, start: number, size: number) =>
    `${prefix}${checkKey(key)}/${[start, size].map(number => String(number).padStart(digits, '0')).join('-')}`

  async function* objects(Prefix: string) {
    let ContinuationToken: string | undefined
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix, ContinuationToken }))
      for (const { Key = '', Size = 0 } of page.Contents ?? []) {
        const [, key = '', place = ''] = Key.split('/')
        // Older names end behind the beginning.
        if (isKey(key))
          yield {
            name: Key,
            key,
            start: Number.parseInt(place, 10),
            size: Size,
          }
      }
      ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined
    } while (ContinuationToken)
  }

  /** The pieces of a key, in order, as far as they follow each other. */
  async function piecesOf(key: string): Promise<Piece[]> {
    const pieces: Piece[] = []
    for await (const piece of objects(`${prefix}${checkKey(key)}/`)) pieces.push(piece)
    return longestRow(pieces)
  }

  async function finishedPiecesOf(key: string): Promise<Piece[]> {
    const known = remembered.get(key) ?? (await piecesOf(key))
    if (known.length === 0) throw new MissingBytes('There are no such bytes in the storage.')
    remembered.delete(key)
    remembered.set(key, known)
    if (remembered.size > mostRemembered) remembered.delete(remembered.keys().next().value!)
    return known
  }

  async function put(key: string, start: number, Body: Buffer): Promise<void> {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: nameOf(key, start, Body.length),
        Body,
        ContentLength: Body.length,
      }),
    )
  }

  /** The bytes of one piece, of which a stretch is asked for. */
  async function open({ start, size, name }: Piece, from: number, to: number): Promise<Readable> {
    const first = Math.max(0, from - start)
    const end = Math.min(size, to - start)
    const Range = first === 0 && end === size ? undefined : `bytes=${first}-${end - 1}`
    const answer = await client
      .send(new GetObjectCommand({ Bucket: bucket, Key: name, Range }))
      .catch(error => {
        if (error.name !== 'NoSuchKey') throw error
        throw new MissingBytes('There are no such bytes in the storage.')
      })
    const body = answer.Body as Readable
    // A store may answer with more than was asked for.
    return answer.ContentLength === end - first ? body : streamOf(cut(body, first, end), body)
  }

  return {
    async write(key, size) {
      remembered.delete(key)
      const pieces = await piecesOf(key)
      const start = endOf(pieces)
      return createWriting(start, pieceOf(size), pieces.length > 0, (at, bytes) => put(key, at, bytes))
    },
    sizeOf: async key => endOf(await piecesOf(key)),
    async read(key, range) {
      const pieces = await finishedPiecesOf(key)
      const { start, end } = range ?? { start: 0, end: endOf(pieces) }
      const wanted = pieces.filter(
        piece => start < end && piece.start < end && piece.start + piece.size > start,
      )
      const [first, ...rest] = wanted
      if (!first) return Readable.from([])
      // What is missing is told before anything is answered.
      const opened = await open(first, start, end)
      async function* bytes() {
        yield* opened
        for (const piece of rest) yield* await open(piece, start, end)
      }
      return streamOf(bytes(), opened)
    },
    async remove(key) {
      remembered.delete(key)
      const names: string[] = []
      for await (const { name } of objects(`${prefix}${checkKey(key)}/`)) names.push(name)
      for (let at = 0; at < names.length; at += atOnce)
        await Promise.all(
          names
            .slice(at, at + atOnce)
            .map(name => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: name }))),
        )
    },
    async *list() {
      let stored: Stored | undefined
      for await (const { key, size } of objects(prefix)) {
        if (stored?.key === key) stored.size += size
        else {
          if (stored) yield stored
          stored = { key, size }
        }
      }
      if (stored) yield stored
    },
    close: async () => client.destroy(),
  }
}

/** What a generator makes of a source, which ends with it: one that was never asked for anything would not end its source. */
function streamOf(bytes: AsyncIterable<Buffer>, source: Readable): Readable {
  return Readable.from(bytes, { objectMode: false }).once('close', () => source.destroy())
}

async function* cut(source: AsyncIterable<Buffer>, start: number, end: number): AsyncIterable<Buffer> {
  let at = 0
  for await (const bytes of source) {
    const wanted = bytes.subarray(Math.max(0, start - at), Math.max(0, end - at))
    if (wanted.length > 0) yield wanted
    at += bytes.length
    if (at >= end) return
  }
}

/**
 * The pieces that follow each other the furthest. There may be others between them: such as were given up, and landed late.
 * @param pieces sorted by their beginnings
 */
function longestRow(pieces: readonly Piece[]): Piece[] {
  const lastBefore = new Map<number, Piece | undefined>([[0, undefined]])
  let furthest = 0
  for (const piece of pieces) {
    const end = piece.start + piece.size
    if (!lastBefore.has(piece.start) || lastBefore.has(end)) continue
    lastBefore.set(end, piece)
    furthest = Math.max(furthest, end)
  }
  // An empty file is one piece of nothing.
  if (furthest === 0) return pieces.filter(({ start, size }) => start === 0 && size === 0)
  const row: Piece[] = []
  for (let last = lastBefore.get(furthest); last; last = lastBefore.get(last.start)) row.unshift(last)
  return row
}

function endOf(pieces: readonly Piece[]): number {
  const last = pieces.at(-1)
  return last ? last.start + last.size : 0
}

/** Gathers a piece while the one before is on its way. */
function createWriting(
  start: number,
  pieceSize: number,
  hasPiece: boolean,
  put: (start: number, bytes: Buffer) => Promise<void>,
): Writing {
  let gathered: Buffer[] = []
  let gatheredBytes = 0
  let sent = start
  let stored = start
  let isEmpty = !hasPiece
  let failure: unknown
  let onWay: Promise<void> = Promise.resolve()

  function send(): Promise<void> {
    const bytes = Buffer.concat(gathered)
    const at = sent
    gathered = []
    gatheredBytes = 0
    sent += bytes.length
    isEmpty = false
    onWay = onWay
      .then(() => {
        if (failure) throw failure
        return put(at, bytes)
      })
      .then(
        () => {
          stored = at + bytes.length
        },
        error => {
          failure = error
        },
      )
    return onWay
  }

  async function sendNext(before: Promise<void>) {
    await before
    if (failure) throw failure
    void send()
  }

  return {
    start,
    append(bytes) {
      if (failure) return Promise.reject(failure)
      gathered.push(bytes)
      gatheredBytes += bytes.length
      return gatheredBytes >= pieceSize ? sendNext(onWay) : undefined
    },
    async close() {
      if (gatheredBytes > 0) await send()
      await onWay
      return stored
    },
    async finish() {
      if (gatheredBytes > 0 || isEmpty) await send()
      await onWay
      if (failure) throw failure
    },
  }
}

/**
 * `s3://key:secret@host:port/bucket?tls&region=eu-west-1` as a place.
 */
export function parsePlace(url: string): Place {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  const scheme = searchParams.has('tls') ? 'https' : 'http'
  return {
    endpoint: `${scheme}://${hostname}${port && `:${port}`}`,
    region: searchParams.get('region') ?? 'us-east-1',
    bucket: pathname.slice(1),
    accessKeyId: decodeURIComponent(username),
    secretAccessKey: decodeURIComponent(password),
  }
}
