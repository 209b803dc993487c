import { type Account, usernameKey } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Knex } from 'knex'
import { type AccountRow, accountColumns, toAccount } from '../../lib/accounts.row.ts'
import { isDuplicate } from '../../lib/database-errors.ts'
import { escapeLike } from '../../lib/like.ts'

export type NewAccount = Omit<Account, 'id'> & { passwordHash: string }

/** @throws ChatterError `username_taken` */
export async function insertAccount(db: Knex, { passwordHash, ...account }: NewAccount): Promise<Account> {
  const { username, displayName, timeZone, createdAt } = account
  const row = {
    username,
    username_key: usernameKey(username),
    display_name: displayName,
    search_text: searchText(account),
    password_hash: passwordHash,
    time_zone: timeZone,
    created_at: createdAt,
  }
  try {
    const [id] = await db('accounts').insert(row)
    return { id: Number(id), ...account }
  } catch (error) {
    if (isDuplicate(error))
      throw new ChatterError('username_taken', 'This user name is taken.', { field: 'username' })
    throw error
  }
}

/** Changes what is named, and returns the account as it was and as it is then. */
export async function updateAccount(
  trx: Knex,
  id: number,
  change: Partial<Pick<Account, 'displayName' | 'timeZone'>>,
): Promise<{ before: Account; after: Account }> {
  const before = (await lockAccount(trx, id))!
  const after = { ...before, ...change }
  await trx('accounts')
    .where({ id })
    .update({ display_name: after.displayName, search_text: searchText(after), time_zone: after.timeZone })
  return { before, after }
}

/** Returns the account of this user name, in whichever case or form it is written, and its password's hash. */
export async function findCredentials(
  db: Knex,
  username: string,
): Promise<{ account: Account; passwordHash: string } | undefined> {
  const row: (AccountRow & { password_hash: string }) | undefined = await db('accounts')
    .where({ username_key: usernameKey(username) })
    .first({ ...accountColumns, password_hash: 'password_hash' })
  return row && { account: toAccount(row), passwordHash: row.password_hash }
}

/** The hash of the password of an account that may be used; neither changes until the transaction ends. */
export async function lockPasswordHash(trx: Knex, id: number): Promise<string | undefined> {
  const row: { password_hash: string } | undefined = await trx('accounts')
    .where({ id, deactivated_at: null })
    .forUpdate()
    .first('password_hash')
  return row?.password_hash
}

/** Returns whether the hash was the one that is named, if one is; otherwise it stays. */
export async function updatePasswordHash(
  db: Knex,
  id: number,
  { from, to }: { from?: string; to: string },
): Promise<boolean> {
  const account = db('accounts').where({ id, ...(from !== undefined && { password_hash: from }) })
  return (await account.update({ password_hash: to })) > 0
}

/** The account of this user name, in whichever case or form it is written. */
export async function findByUsername(db: Knex, username: string): Promise<Account | undefined> {
  return (await findCredentials(db, username.trim()))?.account
}

/** The ids of those who administer the server, who stay it until the transaction ends. */
export async function lockAdministrators(trx: Knex): Promise<number[]> {
  return trx('accounts').where({ is_administrator: true }).orderBy('id').forUpdate().pluck('id')
}

/** The account, which nobody changes until the transaction ends. */
export async function lockAccount(trx: Knex, id: number): Promise<Account | undefined> {
  const row: AccountRow | undefined = await trx('accounts').where({ id }).forUpdate().first(accountColumns)
  return row && toAccount(row)
}

/** Whether an account administers the server, and whether it may be used. */
export async function updateStanding(
  trx: Knex,
  { id, isAdministrator, isDeactivated }: Account,
): Promise<void> {
  const deactivatedAt = isDeactivated ? Date.now() : null
  await trx('accounts')
    .where({ id })
    .update({ is_administrator: isAdministrator === true, deactivated_at: deactivatedAt })
}

/** Returns accounts after an id, those whose names hold the query. */
export async function selectAccounts(
  db: Knex,
  { query, after, limit }: { query: string; after: number; limit: number },
): Promise<Account[]> {
  const rows: AccountRow[] = await db('accounts')
    .select(accountColumns)
    .where('id', '>', after)
    .modify(accounts => {
      if (query) accounts.whereRaw("search_text LIKE ? ESCAPE '!'", [`%${escapeLike(usernameKey(query))}%`])
    })
    .orderBy('id')
    .limit(limit)
  return rows.map(toAccount)
}

/** Both names folded, so that a search finds them in any case and form, in both databases alike. */
function searchText({ username, displayName }: { username: string; displayName: string }): string {
  return `${usernameKey(username)} ${usernameKey(displayName)}`
}

/** Whether others see how far the person has read in a direct room. */
export async function findReadReceipts(db: Knex, id: number): Promise<boolean> {
  const row: { read_receipts: number } | undefined = await db('accounts').where({ id }).first('read_receipts')
  return row?.read_receipts === 1
}

/** Returns whether that was not so already. */
export async function switchReadReceipts(db: Knex, id: number, areShown: boolean): Promise<boolean> {
  const switched = await db('accounts')
    .where({ id, read_receipts: !areShown })
    .update({ read_receipts: areShown })
  return switched > 0
}
