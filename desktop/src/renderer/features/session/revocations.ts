/**
 * Log-outs that a server has not heard of. Where it cannot be reached, what ends the session there is kept with the other
 * secrets of this device until it can.
 */
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Bridge } from '../../../bridge/bridge.ts'
import { endSession } from '../../connection/server.ts'

export type Revocations = ReturnType<typeof createRevocations>

export function createRevocations({ ask }: Pick<Bridge, 'ask'>) {
  /** One change follows the other: none takes the token of another one along. */
  let last: Promise<unknown> = Promise.resolve()
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
  }

  async function read(serverUrl: string): Promise<string[]> {
    const kept = await ask('secret:read', { name: nameOf(serverUrl) })
    return kept ? kept.split(' ') : []
  }

  async function write(serverUrl: string, tokens: readonly string[]) {
    const name = nameOf(serverUrl)
    if (tokens.length === 0) await ask('secret:delete', { name })
    else await ask('secret:write', { name, value: tokens.join(' ') })
  }

  return {
    /** To be called before the session is forgotten: from then on it ends, whatever happens to the app. */
    keep: (serverUrl: string, token: string) =>
      inTurn(async () => write(serverUrl, [...(await read(serverUrl)), token])),
    /** Tells the server, if it can be reached. */
    send: (serverUrl: string) =>
      inTurn(async () => {
        const tokens = await read(serverUrl)
        if (tokens.length === 0) return
        const ended = await Promise.all(tokens.map(token => isEnded(serverUrl, token)))
        await write(
          serverUrl,
          tokens.filter((_, index) => !ended[index]),
        )
      }),
  }
}

async function isEnded(serverUrl: string, token: string): Promise<boolean> {
  try {
    await endSession(serverUrl, token)
    return true
  } catch (error) {
    if (!(error instanceof ChatterError)) throw error
    return error.code === 'unauthenticated'
  }
}

/** Beside the session itself, which has the server's URL as its name. */
const nameOf = (serverUrl: string) => `ended ${serverUrl}`
