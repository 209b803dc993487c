import type { Account, AccountChanged } from './accounts.ts'
import type { Message } from './messages.ts'
import type { Snapshot } from './snapshot.ts'

export function applyAccount(snapshot: Snapshot, { account }: AccountChanged): Snapshot {
  return applyAccounts(snapshot, [account])
}

/** Folds what is known about people. Messages carry their author's name, so a new name reaches those that are here. */
export function applyAccounts(snapshot: Snapshot, accounts: readonly Account[]): Snapshot {
  const changed = new Map(accounts.filter(isNews(snapshot)).map(account => [account.id, account]))
  if (changed.size === 0) return snapshot
  const nameOf: NameOf = id => changed.get(id)?.displayName
  return {
    ...snapshot,
    me: changed.get(snapshot.me?.id ?? 0) ?? snapshot.me,
    accounts: { ...snapshot.accounts, ...Object.fromEntries(changed) },
    rooms: mapValues(snapshot.rooms, room => {
      const peer = changed.get(room.peer?.id ?? 0) ?? room.peer
      const lastMessage = room.lastMessage && rename(room.lastMessage, nameOf)
      return peer === room.peer && lastMessage === room.lastMessage ? room : { ...room, peer, lastMessage }
    }),
    members: mapValues(snapshot.members, members => {
      const isChanged = members.some(({ account }) => changed.has(account.id))
      if (!isChanged) return members
      return members.map(member => ({ ...member, account: changed.get(member.account.id) ?? member.account }))
    }),
    timelines: mapValues(snapshot.timelines, timeline => {
      const messages = renameAll(timeline.messages, nameOf)
      return messages === timeline.messages ? timeline : { ...timeline, messages }
    }),
  }
}

/** A person's display name as far as it is known. */
export type NameOf = (accountId: number) => string | undefined

/** The messages with their authors' names as they are now: the same array when none differs. */
export function renameAll(messages: readonly Message[], nameOf: NameOf): readonly Message[] {
  const renamed = messages.map(message => rename(message, nameOf))
  return renamed.some((message, index) => message !== messages[index]) ? renamed : messages
}

function rename(message: Message, nameOf: NameOf): Message {
  const displayName = nameOf(message.author.id) ?? message.author.displayName
  if (displayName === message.author.displayName) return message
  return { ...message, author: { ...message.author, displayName } }
}

function isNews({ accounts, me }: Snapshot): (account: Account) => boolean {
  const differs = (known: Account | undefined, account: Account) =>
    !known ||
    known.displayName !== account.displayName ||
    known.timeZone !== account.timeZone ||
    known.username !== account.username ||
    known.isAdministrator !== account.isAdministrator ||
    known.isDeactivated !== account.isDeactivated
  return account => differs(accounts[account.id], account) || (me?.id === account.id && differs(me, account))
}

function mapValues<Value>(
  record: Readonly<Record<number, Value>>,
  change: (value: Value) => Value,
): Record<number, Value> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
