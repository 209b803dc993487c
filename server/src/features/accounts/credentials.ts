/** What a person proves to be somebody with. */
import type { Account } from '@chatter/shared/accounts.ts'
import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import * as table from './accounts.table.ts'

export type Credentials = { account: Account; passwordHash: string }

export function findCredentials(db: Knex, username: string): Promise<Credentials | undefined> {
  return table.findCredentials(db, username)
}

/** Hashes the password anew when the server's cost has changed since: only now, at a log-in, is it known. */
export async function keepPassword(
  app: FastifyInstance,
  { account, passwordHash }: Credentials,
  password: string,
): Promise<void> {
  if (!app.passwords.isOutdated(passwordHash)) return
  await table.updatePasswordHash(app.db, account.id, await app.passwords.hash(password.normalize('NFC')))
}
