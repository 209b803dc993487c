import { ChatterError } from '@chatter/shared/errors.ts'
import { type HandshakeAuth, oldestProtocolVersion, protocolVersion } from '@chatter/shared/protocol.ts'
import type { FastifyBaseLogger } from 'fastify'
import { expected } from './expected.ts'

/**
 * Returns what a client says when it connects.
 * @throws ChatterError `protocol_unsupported` when this server does not serve the client's protocol
 */
export function handshakeOf({ handshake }: { handshake: { auth: object } }): { token: unknown } {
  const { token, protocol } = handshake.auth as Partial<Record<keyof HandshakeAuth, unknown>>
  if (!Number.isInteger(protocol))
    throw new ChatterError('protocol_unsupported', 'The handshake names no protocol.')
  const version = protocol as number
  if (version < oldestProtocolVersion)
    throw new ChatterError('protocol_unsupported', 'This app is too old for the server. Update the app.')
  if (version > protocolVersion)
    throw new ChatterError(
      'protocol_unsupported',
      'The server is too old for this app. Ask its owner to update it.',
    )
  return { token }
}

/** What `connect_error` carries: the coded error in its `data`. */
export function refusal(error: unknown, log: FastifyBaseLogger): Error {
  const known = expected(error, () => log.error({ err: error }, 'connection failed'))
  return Object.assign(new Error(known.message), { data: known.toWire() })
}
