/** What whoever runs the server does at its machine: give somebody a new password, or make them an administrator. */
import Fastify, { type FastifyInstance } from 'fastify'
import type { Command, Config } from './config.ts'
import { makeAdministrator } from './features/accounts/administration.ts'
import { resetPassword } from './features/accounts/password.ts'
import { hasSqlite } from './lib/database.sqlite.ts'
import { database } from './plugins/database.ts'
import { passwords } from './plugins/passwords.ts'

/** Each takes a user name, and answers in words. */
const commands = {
  'reset-password': async (app: FastifyInstance, username: string) => {
    const { account, password } = await resetPassword(app, username)
    return [
      `The password of ${account.username} (${account.displayName}) is now`,
      '',
      `    ${password}`,
      '',
      'All of their devices are logged out, where servers run within a minute.',
      'They choose another one in the app, in the settings under Profile.',
    ].join('\n')
  },
  'make-administrator': async (app: FastifyInstance, username: string) => {
    const account = await makeAdministrator(app, username)
    return `${account.username} (${account.displayName}) is an administrator. Their app knows with its next connection.`
  },
} satisfies Record<Command['command'], unknown>

/**
 * Carries a command out. An embedded database belongs to one process, so its server has to be stopped; with MySQL or MariaDB servers
 * may run.
 * @throws Error fit for people when there is no such person, or no such database
 */
export async function runCommand(config: Config, { command, username }: Command): Promise<string> {
  if (!config.databaseUrl && !hasSqlite(config.dataDir))
    throw new Error(`There is no database in ${config.dataDir}. Name the folder: --data-dir <folder>.`)
  const app = Fastify({ pluginTimeout: 0 })
  try {
    await app.register(database, { config })
    await app.register(passwords, { config })
    await app.ready()
    return await commands[command](app, username)
  } finally {
    await app.close()
  }
}
