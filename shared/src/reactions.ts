import { type Static, Type } from 'typebox'
import { ChatterError } from './errors.ts'
import { Id, Seq } from './primitives.ts'

/** Most different emoji on one message. */
export const reactionLimit = 50

/** One emoji on a message, and who put it there, in the order in which they came. */
export const Reaction = Type.Object({ emoji: Type.String(), accountIds: Type.Array(Id) })
export type Reaction = Static<typeof Reaction>

/** Calls `reaction:add` and `reaction:remove`. Doing either twice changes nothing. */
export const React = Type.Object({ roomId: Id, seq: Seq, emoji: Type.String({ maxLength: 64 }) })
export type React = Static<typeof React>

/**
 * Returns the emoji as it will be stored: as Unicode recommends it for interchange, so that one emoji is one.
 * @throws ChatterError `invalid_input` when it is not exactly one emoji
 */
export function parseEmoji(input: string): string {
  if (isOneEmoji(input)) return input
  // Keyboards leave out the mark that asks for the colourful form.
  const colourful = `${input}\uFE0F`
  if (isOneEmoji(colourful)) return colourful
  throw new ChatterError('invalid_input', 'A reaction is one emoji.', { field: 'emoji' })
}

/**
 * One emoji as people see it: flags, keycaps, skin tones and joined emoji are one. From Unicode Technical Standard #51.
 * Made when it is first asked for: the list of all emoji takes an app 20 ms to read, and its start does not need it.
 */
function isOneEmoji(text: string): boolean {
  singleEmoji ??= /^\p{RGI_Emoji}$/v
  return singleEmoji.test(text)
}

let singleEmoji: RegExp | undefined

/** The reactions with one more. The emoji keeps its place, and who has reacted with it stays once. */
export function reactionsWith(reactions: readonly Reaction[], emoji: string, accountId: number): Reaction[] {
  if (!reactions.some(one => one.emoji === emoji)) return [...reactions, { emoji, accountIds: [accountId] }]
  return reactions.map(one =>
    one.emoji === emoji && !one.accountIds.includes(accountId)
      ? { emoji, accountIds: [...one.accountIds, accountId] }
      : one,
  )
}

/** The reactions without one. An emoji that nobody reacts with any more goes. */
export function reactionsWithout(
  reactions: readonly Reaction[],
  emoji: string,
  accountId: number,
): Reaction[] {
  return reactions
    .map(one =>
      one.emoji === emoji ? { emoji, accountIds: one.accountIds.filter(id => id !== accountId) } : one,
    )
    .filter(({ accountIds }) => accountIds.length > 0)
}
