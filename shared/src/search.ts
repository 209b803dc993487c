import { type Static, Type } from 'typebox'
import { Message } from './messages.ts'
import { Id, Timestamp } from './primitives.ts'

export const searchLimits = { query: 500, page: 100, defaultPage: 20 } as const

/** What a message can have, for `has:`. */
export const SearchedFeature = Type.Union([
  Type.Literal('link'),
  Type.Literal('code'),
  Type.Literal('mention'),
  Type.Literal('reaction'),
  Type.Literal('pin'),
  Type.Literal('file'),
])
export type SearchedFeature = Static<typeof SearchedFeature>

/** `GET /search`, over all rooms that the person is in, or one of them. */
export const SearchQuery = Type.Object({
  /** What is searched for, without `from:` and the like. May be empty when something else narrows the search. */
  query: Type.String({ maxLength: searchLimits.query }),
  roomId: Type.Optional(Id),
  /** The author's account. */
  from: Type.Optional(Id),
  before: Type.Optional(Timestamp),
  after: Type.Optional(Timestamp),
  has: Type.Optional(SearchedFeature),
  order: Type.Optional(Type.Union([Type.Literal('newest'), Type.Literal('best')])),
  /** Where the page before ended. */
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: searchLimits.page })),
})
export type SearchQuery = Static<typeof SearchQuery>

/** What was found, best or newest first, and where the next page begins. */
export const SearchPage = Type.Object({
  messages: Type.Array(Message),
  cursor: Type.Union([Type.String(), Type.Null()]),
})
export type SearchPage = Static<typeof SearchPage>
