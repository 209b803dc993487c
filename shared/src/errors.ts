import { type Static, Type } from 'typebox'

/** Every way a request can fail, with the HTTP status that REST answers for it. The list is closed: see docs/protocol.md ERR1. */
export const errorStatus = {
  invalid_input: 400,
  username_invalid: 400,
  password_too_short: 400,
  password_too_long: 400,
  password_too_common: 400,
  display_name_invalid: 400,
  message_empty: 400,
  message_too_long: 400,
  wrong_credentials: 401,
  unauthenticated: 401,
  wrong_code: 403,
  account_deactivated: 403,
  forbidden: 403,
  not_found: 404,
  username_taken: 409,
  room_name_taken: 409,
  conflict: 409,
  too_large: 413,
  type_forbidden: 415,
  upload_broken: 422,
  protocol_unsupported: 426,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
  quota_exceeded: 507,
} as const

export type ErrorCode = keyof typeof errorStatus

export const errorCodes = Object.keys(errorStatus) as ErrorCode[]

/** What a failure looks like on the wire: in a socket acknowledgement, and inside `application/problem+json`. */
export const WireError = Type.Object({
  code: Type.Unsafe<ErrorCode>(Type.Union(errorCodes.map(code => Type.Literal(code)))),
  message: Type.String(),
  /** Name of the input that is wrong, when there is exactly one. */
  field: Type.Optional(Type.String()),
  /** Seconds to wait before the next try. */
  retryAfter: Type.Optional(Type.Number()),
})
export type WireError = Static<typeof WireError>

/** RFC 9457 problem details, carrying the same code as a socket acknowledgement would. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  code: WireError.properties.code,
  field: Type.Optional(Type.String()),
  retryAfter: Type.Optional(Type.Number()),
})
export type Problem = Static<typeof Problem>

/** An expected failure. Rules throw it, doors translate it, the page explains it by its code. */
export class ChatterError extends Error {
  readonly code: ErrorCode
  readonly field: string | undefined
  readonly retryAfter: number | undefined

  constructor(code: ErrorCode, message: string, details: { field?: string; retryAfter?: number } = {}) {
    super(message)
    this.name = 'ChatterError'
    this.code = code
    this.field = details.field
    this.retryAfter = details.retryAfter
  }

  get status(): number {
    return errorStatus[this.code]
  }

  toWire(): WireError {
    const { code, message, field, retryAfter } = this
    return { code, message, ...(field && { field }), ...(retryAfter !== undefined && { retryAfter }) }
  }

  static fromWire(error: WireError): ChatterError {
    return new ChatterError(error.code, error.message, error)
  }
}
