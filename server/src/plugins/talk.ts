import fp from 'fastify-plugin'
import { createTalk, type Talk } from '../lib/talk.ts'

declare module 'fastify' {
  interface FastifyInstance {
    talk: Talk
  }
}

/** Whether people are writing now, as `app.talk`. */
export const talk = fp(async app => {
  app.decorate('talk', createTalk())
})
