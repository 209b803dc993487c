/**
 * Sending what the server has already, without its bytes: whoever proves that they have them, and may read them here anyway,
 * gets an attachment at once. Whatever is not so is answered alike, and after the same time.
 */
import { createHash, randomBytes, randomInt, randomUUID, timingSafeEqual } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Account } from '@chatter/shared/accounts.ts'
import { type Attachment, type Claim, type Declaration, parseMediaType } from '@chatter/shared/attachments.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { FastifyInstance } from 'fastify'
import { transact } from '../../lib/transact.ts'
import { addCopy } from '../attachments/attachments.ts'
import { readFileName } from '../attachments/file-names.ts'
import { findRole, holdRole, notFound } from '../members/members.ts'
import { findReadableContent, hasBrought, lockReadableContent } from './claims.table.ts'
import { checkFile, checkQuota } from './uploads.limits.ts'

type Challenge = NonNullable<Claim['claim']>
type Open = Challenge & {
  account: Account
  roomId: number
  told: Declaration
  key: string
  expiresAt: number
}

export type Claims = {
  open: (account: Account, roomId: number, told: Declaration) => Promise<Claim['claim']>
  /** @throws ChatterError `not_found` for a claim of others or of old, `upload_broken` for a wrong proof */
  prove: (account: Account, id: string, proof: string) => Promise<Attachment>
}

/** How long a claim waits for its proof, in milliseconds. */
const patience = 60_000

/** Claims that wait at the same time; the oldest gives way. */
const mostOpen = 10_000

/** An answer comes at a multiple of this time, in milliseconds: what was looked up does not show in it. */
const beat = 50

/** So much is asked for that a few known stretches of a file do not do. */
const asked = { ranges: 16, bytes: 16 * 1024 }

export function createClaims(app: FastifyInstance): Claims {
  const waiting = new Map<string, Open>()

  async function open(account: Account, roomId: number, declared: Declaration): Promise<Claim['claim']> {
    if (!(await findRole(app.db, roomId, account.id))) throw notFound()
    app.limits.take('upload', account.id)
    const told = { ...declared, name: readFileName(declared.name), type: parseMediaType(declared.type) }
    checkFile(app.uploads.rules, told)
    const key = await inBeat(() => findReadableContent(app.db, account.id, told))
    if (key === undefined || told.size === 0) return null
    const challenge = {
      id: randomUUID(),
      nonce: randomBytes(32).toString('hex'),
      ranges: pickRanges(told.size),
    }
    const claim = { ...challenge, account, roomId, told, key, expiresAt: Date.now() + patience }
    keep(claim)
    // The proof may come to another node.
    app.nodes.tell('claim:opened', { claim })
    return challenge
  }

  function keep(claim: Open) {
    waiting.set(claim.id, claim)
    if (waiting.size > mostOpen) waiting.delete(waiting.keys().next().value!)
  }

  app.nodes.on('claim:opened', ({ claim }) => keep(claim as Open))
  app.nodes.on('claim:tried', ({ id }) => waiting.delete(id))

  /** Every claim has one try. */
  async function prove(account: Account, id: string, proof: string): Promise<Attachment> {
    const claim = waiting.get(id)
    if (claim?.account.id !== account.id) throw noSuchClaim()
    waiting.delete(id)
    app.nodes.tell('claim:tried', { id })
    if (claim.expiresAt < Date.now()) throw noSuchClaim()
    const right = await proofOf(app, claim)
    if (!right || !timingSafeEqual(right, Buffer.from(proof, 'hex')))
      throw new ChatterError('upload_broken', 'These are not the bytes that were claimed: send all of them.')
    return attach(app, claim)
  }

  return { open, prove }
}

/** Stretches all over the content, in its order. */
function pickRanges(size: number): Challenge['ranges'] {
  const length = Math.min(size, asked.bytes)
  return Array.from({ length: asked.ranges }, () => randomInt(0, Math.min(size - length + 1, 2 ** 47)))
    .toSorted((one, other) => one - other)
    .map(start => ({ start, end: start + length }))
}

/** Undefined when the content has gone meanwhile. */
async function proofOf(app: FastifyInstance, { nonce, ranges, key }: Open): Promise<Buffer | undefined> {
  const hash = createHash('sha256').update(Buffer.from(nonce, 'hex'))
  try {
    for (const range of ranges)
      for await (const bytes of await app.storage.read(key, range)) hash.update(bytes)
  } catch (error) {
    app.log.warn({ err: error }, 'claimed file not read')
    return undefined
  }
  return hash.digest()
}

/** What may be read is looked up once more: the person may have had to leave meanwhile. */
async function attach(app: FastifyInstance, { account, roomId, told }: Open): Promise<Attachment> {
  return transact(app.db, async trx => {
    if (!(await holdRole(trx, roomId, account.id))) throw notFound()
    const contentId = await lockReadableContent(trx, account.id, told)
    if (contentId === undefined) throw noSuchClaim()
    // The server stores nothing more, and to whoever has brought these bytes before they do not count again.
    const more = (await hasBrought(trx, account.id, contentId)) ? 0 : told.size
    await checkQuota(trx, app.uploads.rules, account.id, { person: more, server: 0 })
    return addCopy(trx, { ...told, id: randomUUID(), roomId, accountId: account.id }, contentId)
  })
}

async function inBeat<Result>(work: () => Promise<Result>): Promise<Result> {
  const start = performance.now()
  try {
    return await work()
  } finally {
    await pause(beat - ((performance.now() - start) % beat))
  }
}

function noSuchClaim(): ChatterError {
  return new ChatterError('not_found', 'There is no such claim.')
}
