/** Answers Socket.IO calls: validates, asks the registered handler, acknowledges. The hot path of the server. */
import { ChatterError, type WireError } from '@chatter/shared/errors.ts'
import { type Acknowledgement, type CallName, calls } from '@chatter/shared/protocol.ts'
import type { FastifyInstance } from 'fastify'
import type { TObject } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import type { CallHandler, ChatterSocket } from '../plugins/realtime.ts'

type Acknowledge = (answer: Acknowledgement<unknown>) => void
type Call = { fields: string[]; validator: Validator; handler: CallHandler<CallName> }

/** How long a closing server waits for what it is answering, in milliseconds. */
const drainTime = 5_000

export type CallAnswering = {
  register: (name: CallName, handler: CallHandler<CallName>) => void
  /** Listens to everything that a socket sends; `this` is the socket, so that all sockets share one function. */
  answer: (this: ChatterSocket, name: string, ...args: unknown[]) => void
  /** Refuses new calls, waits for those in work, and lets their acknowledgements go out. */
  drain: () => Promise<void>
}

export function createCallAnswering(app: FastifyInstance): CallAnswering {
  const registered = new Map<string, Call>()
  const inWork = new Set<Promise<void>>()
  let isDraining = false

  async function handle(call: Call, request: unknown, socket: ChatterSocket, acknowledge: Acknowledge) {
    try {
      const { account, sessionId } = socket.data
      app.limits.take('call', sessionId)
      const data = await call.handler(accept(call, request) as never, { account, sessionId, socket })
      acknowledge({ ok: true, data })
    } catch (error) {
      acknowledge({ ok: false, error: toWire(app, error) })
    }
  }

  return {
    register(name, handler) {
      if (registered.has(name)) throw new Error(`Two features answer ${name}.`)
      const schema = calls[name].request as TObject
      const fields = Object.keys(schema.properties)
      registered.set(name, { fields, validator: Compile(schema) as unknown as Validator, handler })
    },
    answer(name, ...args) {
      const last = args.at(-1)
      const acknowledge = typeof last === 'function' ? (last as Acknowledge) : () => {}
      const call = registered.get(name)
      if (isDraining) return acknowledge({ ok: false, error: closing.toWire() })
      if (!call) return acknowledge({ ok: false, error: unknownCall(name).toWire() })
      const work = handle(call, args[0], this, acknowledge)
      inWork.add(work)
      work.then(() => inWork.delete(work))
    },
    async drain() {
      isDraining = true
      await Promise.race([Promise.all(inWork), new Promise(done => setTimeout(done, drainTime).unref())])
    },
  }
}

const closing = new ChatterError('unavailable', 'The server is closing. It will be back in a moment.')

function unknownCall(name: string) {
  return new ChatterError(
    'invalid_input',
    `This server does not know the call "${String(name).slice(0, 50)}".`,
  )
}

/** Returns the request with only the fields of its schema: a newer client may send more. */
function accept({ fields, validator }: Call, request: unknown): object {
  if (!validator.Check(request)) throw invalid(validator, request)
  const accepted: Record<string, unknown> = {}
  for (const field of fields) {
    const value = (request as Record<string, unknown>)[field]
    if (value !== undefined) accepted[field] = value
  }
  return accepted
}

function invalid(validator: Validator, request: unknown): ChatterError {
  const first = validator.Errors(request)[0]
  const field = first?.instancePath.split('/')[1]
  return new ChatterError('invalid_input', `${field || 'The request'} ${first?.message ?? 'is not valid'}.`, {
    field,
  })
}

function toWire(app: FastifyInstance, error: unknown): WireError {
  if (error instanceof ChatterError) return error.toWire()
  app.log.error({ err: error }, 'call failed')
  return new ChatterError('internal', 'Something went wrong on the server. It has been logged.').toWire()
}
