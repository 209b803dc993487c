/** What a person proves to be somebody with. */
import type { Account } from '@chatter/shared/accounts.ts'
import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import * as table from './accounts.table.ts'

export type Credentials = { account: Account; passwordHash: string }

/** Whose user name and password these are; undefined for a wrong name and, after as long, for a wrong password. */
export async function findCredentials(
  app: FastifyInstance,
  username: string,
  password: string,
): Promise<Credentials | undefined> {
  const found = await table.findCredentials(app.db, username)
  const matches = await app.passwords.matches(found?.passwordHash, password)
  return matches ? found : undefined
}

/**
 * Whether the password is still the one that was found. Until the transaction ends nobody changes it, so that what it opens is
 * known to whoever changes it afterwards.
 */
export async function holdCredentials(trx: Knex, { account, passwordHash }: Credentials): Promise<boolean> {
  return (await table.lockPasswordHash(trx, account.id)) === passwordHash
}

/** Hashes the password anew when the server's cost has changed since: only now, at a log-in, is it known. */
export async function keepPassword(
  app: FastifyInstance,
  { account, passwordHash }: Credentials,
  password: string,
): Promise<void> {
  if (!app.passwords.isOutdated(passwordHash)) return
  const renewed = await app.passwords.hash(password.normalize('NFC'))
  await table.updatePasswordHash(app.db, account.id, { from: passwordHash, to: renewed })
}
