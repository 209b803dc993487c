import fp from 'fastify-plugin'
import type { Config } from '../config.ts'
import { createPasswords, type Passwords } from '../lib/passwords.ts'

declare module 'fastify' {
  interface FastifyInstance {
    passwords: Passwords
  }
}

export const passwords = fp<{ config: Config }>(async (app, { config }) => {
  app.decorate('passwords', createPasswords({ memory: config.passwordMemory, passes: config.passwordCost }))
})
