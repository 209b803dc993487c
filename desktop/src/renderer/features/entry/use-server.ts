import { ChatterError } from '@chatter/shared/errors.ts'
import { useCallback, useEffect, useRef, useState } from 'react'
import { isExposed, serverUrlsOf } from '../../connection/address.ts'
import { checkServer, type FoundServer } from '../../connection/server.ts'
import { errorCode } from '../errors/error-code.ts'
import { sendRevocations } from '../session/session.ts'

/** What is known of the server whose address is typed. */
export type ServerCheck =
  | { state: 'none' }
  | { state: 'looking' }
  | { state: 'found'; server: FoundServer; isExposed: boolean }
  | { state: 'wrong'; problem: ServerProblem }

/** The text that explains what is wrong with an address. */
export type ServerProblem =
  | 'serverEmpty'
  | 'serverInvalid'
  | 'serverUnreachable'
  | 'serverForeign'
  | 'serverOld'
  | 'appOld'

/** `again`: also where it was found before, as it may be another one now. */
type Find = (how?: { again: boolean }) => Promise<FoundServer | null>

/** Looks for the server at an address: when asked, and once at the start when there is an address already. */
export function useServer(address: string): { check: ServerCheck; find: Find } {
  const [check, setCheck] = useState<ServerCheck>({ state: 'none' })
  const current = useRef({ address: '', found: null as Promise<FoundServer | null> | null })

  const find: Find = useCallback(
    ({ again } = { again: false }) => {
      const typed = address.trim()
      if (!again && current.current.address === typed && current.current.found) return current.current.found
      setCheck(typed === '' ? { state: 'wrong', problem: 'serverEmpty' } : { state: 'looking' })
      if (typed === '') return Promise.resolve(null)
      const isCurrent = () => current.current.found === found
      const found: Promise<FoundServer | null> = checkServer(typed).then(
        server => {
          sendRevocations(server.url)
          if (isCurrent()) setCheck({ state: 'found', server, isExposed: isExposed(server.url) })
          return server
        },
        async failure => {
          const problem = await problemOf(failure, typed)
          // The next try asks again: the server may just have been started.
          if (isCurrent()) {
            current.current.found = null
            setCheck({ state: 'wrong', problem })
          }
          return null
        },
      )
      current.current = { address: typed, found }
      return found
    },
    [address],
  )

  useEffect(() => {
    if (current.current.address === address.trim()) return
    // Whatever is found at the address before is not said of this one, and is looked for again on the way back.
    current.current = { address: '', found: null }
    setCheck({ state: 'none' })
  }, [address])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, at the start
  useEffect(() => {
    if (address.trim()) void find()
  }, [])
  return { check, find }
}

async function problemOf(failure: unknown, address: string): Promise<ServerProblem> {
  const code = errorCode(failure)
  if (code === 'invalid_input') return 'serverInvalid'
  if (code === 'not_found') return 'serverForeign'
  if (code !== 'protocol_unsupported')
    return (await somethingAnswers(address)) ? 'serverForeign' : 'serverUnreachable'
  return failure instanceof ChatterError && failure.field === 'app' ? 'appOld' : 'serverOld'
}

/**
 * Whether anything at all speaks HTTP there. What is not a Chatter server does not let its answers be read by this page,
 * which looks like silence; only that there was an answer can be told.
 */
async function somethingAnswers(address: string): Promise<boolean> {
  const knock = (url: string) => fetch(url, { mode: 'no-cors', signal: AbortSignal.timeout(4000) })
  return Promise.any(serverUrlsOf(address).map(knock)).then(
    () => true,
    () => false,
  )
}
