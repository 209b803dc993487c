/** What may be uploaded: how large, of which type, and how much together. */
import { type Declaration, forbiddenBy, type UploadLimits } from '@chatter/shared/attachments.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Knex } from 'knex'
import type { Config } from '../../config.ts'
import * as table from './uploads.table.ts'

/** The settings, as rules use them. 0: no quota. */
export type Rules = Pick<UploadLimits, 'size' | 'forbiddenTypes' | 'forbiddenEndings'> & {
  quotaPerPerson: number
  quotaOfServer: number
}

export function rulesOf(config: Config): Rules {
  return {
    size: config.largestFile,
    forbiddenTypes: words(config.forbiddenTypes),
    forbiddenEndings: words(config.forbiddenEndings),
    quotaPerPerson: config.quotaPerPerson,
    quotaOfServer: config.quotaOfServer,
  }
}

function words(text: string): string[] {
  return text === '' ? [] : text.split(',').map(word => word.trim())
}

/** What a person may upload now. */
export async function readLimits(db: Knex, rules: Rules, accountId: number): Promise<UploadLimits> {
  const { size, forbiddenTypes, forbiddenEndings } = rules
  const [tightest] = (await readQuotas(db, rules, accountId))
    .map(({ of, quota, taken }) => ({ left: Math.max(0, quota - taken), leftOf: of }))
    .toSorted((one, other) => one.left - other.left)
  return { size, forbiddenTypes, forbiddenEndings, ...tightest }
}

/** @throws ChatterError `too_large` or `type_forbidden` */
export function checkFile(rules: Rules, file: Pick<Declaration, 'name' | 'type' | 'size'>): void {
  if (file.size > rules.size) throw tooLarge(rules, file.size)
  checkType(rules, file)
}

/** @throws ChatterError `type_forbidden` */
export function checkType(rules: Rules, file: Pick<Declaration, 'name' | 'type'>): void {
  if (!forbiddenBy(file, rules)) return
  const forbidden = [...rules.forbiddenEndings.map(ending => `.${ending}`), ...rules.forbiddenTypes]
  throw new ChatterError(
    'type_forbidden',
    `Files such as ${JSON.stringify(file.name)} (${file.type}) are refused here. Refused are ${forbidden.join(', ')}.`,
  )
}

export function tooLarge({ size }: Rules, given?: number): ChatterError {
  const told = given === undefined ? 'is larger' : `has ${amount(given)}`
  return new ChatterError('too_large', `A file may have ${amount(size)} at most; this one ${told}.`)
}

/**
 * Sees to it that so many bytes more may be stored. Others who ask at the same time wait for the end of the transaction, so
 * that what is free is given away once.
 * @param more by how many bytes what counts to the person grows, and what counts to the server: it may have them already
 * @throws ChatterError `quota_exceeded`
 */
export async function checkQuota(
  trx: Knex,
  rules: Rules,
  accountId: number,
  more: Record<QuotaOf, number>,
): Promise<void> {
  if (rules.quotaOfServer) await table.lockServer(trx)
  if (rules.quotaPerPerson) await table.lockPerson(trx, accountId)
  for (const { of, quota, taken } of await readQuotas(trx, rules, accountId))
    if (more[of] > 0 && taken + more[of] > quota)
      throw new ChatterError(
        'quota_exceeded',
        `${whose[of]} may take ${amount(quota)}, of which ${amount(Math.max(0, quota - taken))} are left; this takes ${amount(more[of])}.`,
      )
}

type QuotaOf = NonNullable<UploadLimits['leftOf']>

const whose = { person: 'Your files', server: 'All files of this server' } as const

async function readQuotas(db: Knex, { quotaPerPerson, quotaOfServer }: Rules, accountId: number) {
  const quotas: { of: QuotaOf; quota: number; taken: number }[] = []
  if (quotaPerPerson)
    quotas.push({ of: 'person', quota: quotaPerPerson, taken: await table.sumOfPerson(db, accountId) })
  if (quotaOfServer) quotas.push({ of: 'server', quota: quotaOfServer, taken: await table.sumOfServer(db) })
  return quotas
}

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/** `2 GiB`, as people read it. */
export function amount(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  const count = bytes / 1024 ** power
  return `${Number.isInteger(count) ? count : count.toFixed(1)} ${units[power]}`
}
