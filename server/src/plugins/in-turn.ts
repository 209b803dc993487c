import fp from 'fastify-plugin'
import { createInTurn, type InTurn } from '../lib/in-turn.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * What devices keep of a room or a person without a number of its own changes one change after the other, on all nodes,
     * each told before the next is made. Devices would otherwise keep what was told last, and not what became true last: two
     * transactions may learn of their commits in another order than they were committed in. Who has the turn of a person may
     * ask for that of a room, not the other way about.
     */
    inTurn: InTurn<`room:${number}` | `account:${number}`>
  }
}

export const inTurn = fp(async app => {
  const here = createInTurn<string>()
  app.decorate('inTurn', (key, work) => here(key, () => app.nodes.inTurn(key, work)))
})
