import type { Snapshot } from '@chatter/shared/snapshot.ts'
import { expireTypists, firstSilence } from '@chatter/shared/typing.apply.ts'
import { typingInterval } from '@chatter/shared/typing.ts'

export type TypingOptions = {
  read: () => Snapshot
  change: (change: (snapshot: Snapshot) => Snapshot) => void
  /** Tells the room. Nobody waits for it, and it may fail. */
  tell: (roomId: number) => void
  now: () => number
}

/** Who types: told while I do, forgotten when others stop. */
export function createTyping({ read, change, tell, now }: TypingOptions) {
  const toldAt = new Map<number, number>()
  let clock: ReturnType<typeof setTimeout> | undefined

  function expire() {
    change(snapshot => expireTypists(snapshot, now()))
    watch()
  }

  /** Wakes when the first of them falls silent, and not at all while nobody types. */
  function watch() {
    stop()
    const silence = firstSilence(read())
    if (silence !== undefined) clock = setTimeout(expire, silence - now())
  }

  function stop() {
    clearTimeout(clock)
  }

  return {
    type(roomId: number) {
      if (now() - (toldAt.get(roomId) ?? Number.NEGATIVE_INFINITY) < typingInterval) return
      toldAt.set(roomId, now())
      tell(roomId)
    },
    /** The post is out: the next key is told at once. */
    end: (roomId: number) => void toldAt.delete(roomId),
    watch,
    stop,
  }
}
