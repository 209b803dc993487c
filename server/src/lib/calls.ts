/** Answers Socket.IO calls: validates, asks the registered handler, acknowledges. The hot path of the server. */
import { ChatterError } from '@chatter/shared/errors.ts'
import { type Acknowledgement, type CallName, calls } from '@chatter/shared/protocol.ts'
import type { TObject } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { expected, invalidInput } from './expected.ts'
import type { CallHandler, ChatterSocket } from './sockets.ts'

type Acknowledge = (answer: Acknowledgement<unknown>) => void
type Call = { fields: string[]; validator: Validator; handler: CallHandler<CallName> }

export type CallAnswering = {
  /** @throws Error when the call is answered already */
  register: (name: CallName, handler: CallHandler<CallName>) => void
  /** Listens to everything that a socket sends; `this` is the socket, so that all sockets share one function. */
  answer: (this: ChatterSocket, name: string, ...args: unknown[]) => void
  /** Refuses new calls from now on; resolves when those in work are acknowledged. */
  drain: () => Promise<void>
}

/** What answering needs from the server around it. */
export type CallSurroundings = {
  /** Runs before each call. @throws ChatterError to refuse it */
  admit: (socket: ChatterSocket) => void
  /** Hears of each failure that nobody expected. */
  onUnexpected: (error: unknown, call: string, socket: ChatterSocket) => void
}

export function createCallAnswering({ admit, onUnexpected }: CallSurroundings): CallAnswering {
  const registered = new Map<string, Call>()
  let inWork = 0
  let onDrained: (() => void) | undefined

  async function handle(name: string, request: unknown, socket: ChatterSocket, acknowledge: Acknowledge) {
    inWork++
    try {
      if (onDrained)
        throw new ChatterError('unavailable', 'The server is closing. It will be back in a moment.')
      admit(socket)
      const call = registered.get(name) ?? refuseUnknown(name)
      const { account, sessionId } = socket.data
      const data = await call.handler(accept(call, request) as never, { account, sessionId, socket })
      acknowledge({ ok: true, data })
    } catch (error) {
      acknowledge({ ok: false, error: expected(error, () => onUnexpected(error, name, socket)).toWire() })
    }
    inWork--
    if (inWork === 0) onDrained?.()
  }

  return {
    register(name, handler) {
      if (registered.has(name)) throw new Error(`Two features answer ${name}.`)
      const schema = calls[name].request as TObject
      registered.set(name, { fields: Object.keys(schema.properties), validator: Compile(schema), handler })
    },
    answer(name, ...args) {
      // Socket.IO still hands over what came right behind a farewell; whoever keeps something for this socket would keep it for ever.
      if (!this.connected) return
      const last = args.at(-1)
      handle(name, args[0], this, typeof last === 'function' ? (last as Acknowledge) : ignore)
    },
    drain: () =>
      new Promise(resolve => {
        onDrained = resolve
        if (inWork === 0) resolve()
      }),
  }
}

/** Who does not ask for an acknowledgement gets none. */
const ignore: Acknowledge = () => {}

function refuseUnknown(name: string): never {
  throw new ChatterError(
    'invalid_input',
    `This server does not know the call "${String(name).slice(0, 50)}".`,
  )
}

/** Returns the request with only the fields of its schema: a newer client may send more. */
function accept({ fields, validator }: Call, request: unknown): object {
  if (!validator.Check(request)) throw invalidInput(validator.Errors(request)[0])
  const accepted: Record<string, unknown> = {}
  for (const field of fields) {
    const value = (request as Record<string, unknown>)[field]
    if (value !== undefined) accepted[field] = value
  }
  return accepted
}
