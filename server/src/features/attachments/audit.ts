/** Whether the storage has what the database says, and nothing else; and putting right what does not agree. */
import { createHash } from 'node:crypto'
import type { Attachment } from '@chatter/shared/attachments.ts'
import { readPicture } from '@chatter/shared/pictures.ts'
import type { FastifyInstance } from 'fastify'
import { MissingBytes } from '../../lib/storage.ts'
import { transact } from '../../lib/transact.ts'
import { reviseAttachments } from '../messages/messages.changes.ts'
import * as table from './audit.table.ts'
import { deleteUnusedContent, isNeeded } from './discards.table.ts'

type Surroundings = Pick<FastifyInstance, 'db' | 'storage'>

/** Something on which storage and database do not agree. */
export type Finding = {
  what: 'missing' | 'missing thumbnail' | 'other thumbnail' | 'other size' | 'other bytes' | 'orphan'
  key: string
  /** In bytes: as the storage has it, of what is missing as the database has it. */
  size: number
  contentId?: number
}

export type Audit = { findings: Finding[]; files: number; bytes: number }

/** Rows that are read at once. */
const batch = 500

/**
 * Compares both. A server may run meanwhile: what comes or goes during the audit is looked at once more before it counts.
 * @param isDeep reads all bytes, too
 */
export async function auditFiles(app: Surroundings, isDeep: boolean): Promise<Audit> {
  const stored = new Map<string, number>()
  for await (const { key, size } of app.storage.list()) stored.set(key, size)
  const audit: Audit = { findings: [], files: stored.size, bytes: 0 }
  for (const size of stored.values()) audit.bytes += size
  const unknown = new Set(stored.keys())
  const passing = new Set(await table.selectPassing(app.db))
  for (const key of passing) unknown.delete(key)
  await auditContents(app, isDeep, audit, stored, unknown, passing)
  await auditThumbnails(app, isDeep, audit, unknown)
  for (const key of unknown)
    if (!(await isNeeded(app.db, key))) audit.findings.push({ what: 'orphan', key, size: stored.get(key)! })
  return audit
}

async function auditContents(
  app: Surroundings,
  isDeep: boolean,
  audit: Audit,
  stored: ReadonlyMap<string, number>,
  unknown: Set<string>,
  passing: ReadonlySet<string>,
) {
  let after = 0
  for (;;) {
    const contents = await table.selectContents(app.db, after, batch)
    for (const content of contents) {
      const { key, size, id } = content
      unknown.delete(key)
      if (!content.isUsed) {
        if (!passing.has(key)) audit.findings.push({ what: 'orphan', key, size })
      } else {
        const isLarge = size > 0 && stored.get(key) === size
        const what = isLarge && !isDeep ? undefined : await compare(app, content, isDeep)
        if (what && (await isNeeded(app.db, key))) audit.findings.push({ what, key, size, contentId: id })
      }
    }
    if (contents.length < batch) return
    after = contents.at(-1)!.id
  }
}

/** What is wrong with a content. */
async function compare(
  { storage }: Surroundings,
  { key, size, sha256 }: table.Expected,
  isDeep: boolean,
): Promise<Finding['what'] | undefined> {
  const there = await storage.sizeOf(key)
  if (there !== size) return there === 0 ? 'missing' : 'other size'
  if (!isDeep && size > 0) return undefined
  try {
    const hash = createHash('sha256')
    for await (const bytes of await storage.read(key)) hash.update(bytes)
    return hash.digest('hex') === sha256 ? undefined : 'other bytes'
  } catch (error) {
    if (error instanceof MissingBytes) return 'missing'
    throw error
  }
}

async function auditThumbnails(app: Surroundings, isDeep: boolean, audit: Audit, unknown: Set<string>) {
  let after = ''
  for (;;) {
    const thumbnails = await table.selectThumbnails(app.db, after, batch)
    for (const thumbnail of thumbnails) {
      const { key, size } = thumbnail
      unknown.delete(key)
      const what = await compareThumbnail(app, thumbnail, isDeep)
      if (what && (await isNeeded(app.db, key))) audit.findings.push({ what, key, size: size ?? 0 })
    }
    if (thumbnails.length < batch) return
    after = thumbnails.at(-1)!.key
  }
}

/** What is wrong with a small picture. Nobody told its SHA-256; that it is a picture of its type was checked when it came. */
async function compareThumbnail(
  { storage }: Surroundings,
  { key, size, type }: table.ExpectedThumbnail,
  isDeep: boolean,
): Promise<Finding['what'] | undefined> {
  const there = await storage.sizeOf(key)
  if (there === 0) return 'missing thumbnail'
  if (size !== null && there !== size) return 'other thumbnail'
  if (!isDeep) return undefined
  try {
    const pieces: Buffer[] = []
    for await (const bytes of await storage.read(key)) pieces.push(bytes)
    return readPicture(Buffer.concat(pieces))?.type === type ? undefined : 'other thumbnail'
  } catch (error) {
    if (error instanceof MissingBytes) return 'missing thumbnail'
    throw error
  }
}

/** Removes what nobody needs from the storage. What is needed meanwhile stays. */
export async function removeOrphan(app: Surroundings, { key }: Pick<Finding, 'key'>): Promise<void> {
  await transact(app.db, trx => deleteUnusedContent(trx, key))
  if (!(await isNeeded(app.db, key))) await app.storage.remove(key)
}

/** Takes a file whose bytes are lost off its posts, and what is left of it away; of a lost thumbnail only that is forgotten. */
export async function forgetMissing(app: Surroundings, finding: Finding): Promise<void> {
  const { contentId, key } = finding
  if (contentId === undefined) return forgetThumbnail(app, key)
  for (const holder of await table.selectHolders(app.db, 'content_id', contentId)) {
    await revise(app, holder, () => undefined)
    await table.deleteById(app.db, holder.id)
    if (holder.thumbnailKey) await removeOrphan(app, { key: holder.thumbnailKey })
  }
  await removeOrphan(app, finding)
}

async function forgetThumbnail(app: Surroundings, key: string) {
  for (const holder of await table.selectHolders(app.db, 'thumbnail_key', key)) {
    await revise(app, holder, ({ hasThumbnail: _, ...attachment }) => attachment)
    await table.clearThumbnail(app.db, holder.id)
  }
}

async function revise(
  { db }: Surroundings,
  { id, roomId, seq }: table.Holder,
  change: (attachment: Attachment) => Attachment | undefined,
) {
  if (seq === null) return
  await reviseAttachments(db, { roomId, seq }, one => (one.id === id ? change(one) : one))
}
