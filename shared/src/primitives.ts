import { type Static, Type } from 'typebox'

/** Database identity of an account, room or session: a positive integer. */
export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })

/** Place of a message in its room: 1, 2, 3, without holes. 0 means "before the first". */
export const Seq = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

/** Number of changes that a room has seen, without holes. 0 means "before the first". */
export const Rev = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

/** UTC milliseconds from the server's clock. */
export const Timestamp = Type.Integer({ minimum: 0 })

/** UUIDv7 that the client gives a post, so that sending it twice posts it once. Lower case. */
export const ClientId = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
})

export const Empty = Type.Object({})
export type Empty = Static<typeof Empty>
