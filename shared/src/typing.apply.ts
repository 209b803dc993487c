import { type Snapshot, without } from './snapshot.ts'
import { type TypingStarted, typingTimeout } from './typing.ts'

/** Folds "Ada is typing"; never for oneself. `now` is in milliseconds of the reader's clock. */
export function applyTyping(snapshot: Snapshot, { roomId, account }: TypingStarted, now: number): Snapshot {
  if (account.id === snapshot.me?.id || !snapshot.rooms[roomId]) return snapshot
  const others = (snapshot.typists[roomId] ?? []).filter(({ accountId }) => accountId !== account.id)
  const typist = { accountId: account.id, displayName: account.displayName, since: now }
  return { ...snapshot, typists: { ...snapshot.typists, [roomId]: [...others, typist] } }
}

/** Forgets those who have been silent for {@link typingTimeout}. */
export function expireTypists(snapshot: Snapshot, now: number): Snapshot {
  let typists = snapshot.typists
  for (const [roomId, typing] of Object.entries(typists)) {
    const still = typing.filter(({ since }) => now - since < typingTimeout)
    if (still.length === typing.length) continue
    typists = still.length === 0 ? without(typists, Number(roomId)) : { ...typists, [roomId]: still }
  }
  return typists === snapshot.typists ? snapshot : { ...snapshot, typists }
}

/** When the first of those who type will have been silent for {@link typingTimeout}; undefined while nobody types. */
export function firstSilence({ typists }: Snapshot): number | undefined {
  const since = Object.values(typists).flatMap(typing => typing.map(each => each.since))
  return since.length === 0 ? undefined : Math.min(...since) + typingTimeout
}
