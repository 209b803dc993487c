import { setTimeout as pause } from 'node:timers/promises'
import fp from 'fastify-plugin'
import { createInTurn } from '../lib/in-turn.ts'
import { accountChannel, roomChannel } from '../lib/sockets.ts'
import { isUncertain, transact } from '../lib/transact.ts'

/** Whose turn it is. */
export type TurnKey = `room:${number}` | `account:${number}`

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * What devices keep of a room or a person without a number of its own changes one change after the other, on all nodes,
     * each told before the next is made. Devices would otherwise keep what was told last, and not what became true last: two
     * transactions may learn of their commits in another order than they were committed in. Who has the turn of a person may
     * ask for that of a room, not the other way about.
     *
     * Where it is not known whether a change was committed, nobody was told of it: then whoever hears of the key comes back, and
     * looks again.
     * @param others who else has to look again then
     */
    inTurn: <Result>(
      key: TurnKey,
      work: () => Promise<Result>,
      others?: readonly TurnKey[],
    ) => Promise<Result>
  }
}

/** How long the database is left alone when it does not answer, in milliseconds. */
const rest = 1_000

export const inTurn = fp(async app => {
  const here = createInTurn<string>()
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
  })

  app.decorate('inTurn', async (key, work, others = []) => {
    try {
      return await here(key, () => app.nodes.inTurn(key, work))
    } catch (error) {
      if (isUncertain(error)) for (const each of [key, ...others]) void lookAgain(each)
      throw error
    }
  })

  async function lookAgain(key: TurnKey) {
    const [noun, id] = key.split(':') as ['room' | 'account', string]
    const table = noun === 'room' ? 'rooms' : 'accounts'
    const channel = noun === 'room' ? roomChannel(Number(id)) : accountChannel(Number(id))
    while (!isClosing && !(await isSettled(table, Number(id)))) await pause(rest, undefined, { ref: false })
    if (!isClosing) app.realtime.recall(channel)
  }

  /** Nobody locks the row any more: what was being committed is, or never will be. */
  async function isSettled(table: string, id: number): Promise<boolean> {
    return transact(app.db, trx => trx(table).where({ id }).forUpdate().first('id')).then(
      () => true,
      () => false,
    )
  }
})
