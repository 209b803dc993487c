/** `--reset-password <user name>`: what whoever runs the server does for somebody who lost their password. */
import Fastify from 'fastify'
import type { Config } from './config.ts'
import { resetPassword } from './features/accounts/password.ts'
import { hasSqlite } from './lib/database.sqlite.ts'
import { database } from './plugins/database.ts'
import { passwords } from './plugins/passwords.ts'

/**
 * Gives somebody a password that nobody has chosen, and says what to do with it. An embedded database belongs to one process, so
 * its server has to be stopped; with MySQL or MariaDB servers may run.
 * @throws Error fit for people when there is no such person, or no such database
 */
export async function runResetPassword(config: Config, username: string): Promise<string> {
  if (!config.databaseUrl && !hasSqlite(config.dataDir))
    throw new Error(`There is no database in ${config.dataDir}. Name the folder: --data-dir <folder>.`)
  const app = Fastify({ pluginTimeout: 0 })
  try {
    await app.register(database, { config })
    await app.register(passwords, { config })
    await app.ready()
    const { account, password } = await resetPassword(app, username)
    return [
      `The password of ${account.username} (${account.displayName}) is now`,
      '',
      `    ${password}`,
      '',
      'All of their devices are logged out, where servers run within a minute.',
      'They choose another one in the app, in the settings under Profile.',
    ].join('\n')
  } finally {
    await app.close()
  }
}
