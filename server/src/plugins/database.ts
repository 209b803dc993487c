import fp from 'fastify-plugin'
import type { Knex } from 'knex'
import type { Config } from '../config.ts'
import { openMysql } from '../lib/database.mysql.ts'
import { openSqlite } from '../lib/database.sqlite.ts'
import { migrate } from '../lib/migrate.ts'
import { limitQueries } from '../lib/mysql-client.ts'

declare module 'fastify' {
  interface FastifyInstance {
    db: Knex
  }
}

/** Opens the database, brings its tables up to date, and gives it to everybody as `app.db`. */
export const database = fp<{ config: Config }>(async (app, { config }) => {
  const { databaseUrl, databaseConnections, dataDir } = config
  const db = databaseUrl
    ? await openMysql(databaseUrl, databaseConnections, app.log)
    : await openSqlite(dataDir, app.log)
  app.decorate('db', db)
  app.addHook('onClose', () => db.destroy())
  await migrate(db)
  // Migrations take as long as they take.
  limitQueries(db)
})
