/** What rooms hear of their messages. */
import type { RoomMessages } from '@chatter/shared/messages.ts'
import { createInOrder } from '../../lib/in-order.ts'
import type { Realtime } from '../../plugins/realtime.ts'

/** How long news of a room wait for those before them, in milliseconds. */
const patience = 100

/** Posts and changes are committed side by side, but a room hears of them in the order of their `rev`s. */
export type MessageNews = {
  posted: (news: RoomMessages) => void
  /** @param tell runs right after the event, before anything later is heard of the room */
  changed: (news: RoomMessages, tell?: () => void) => void
  /** News of the room will come for certain, until the returned function is called. */
  expect: (roomId: number) => () => void
}

export function createMessageNews({ toRoom }: Pick<Realtime, 'toRoom'>): MessageNews {
  const inOrder = createInOrder(patience)

  function publish(event: 'messages:posted' | 'messages:changed', news: RoomMessages, tell?: () => void) {
    const { roomId, messages } = news
    inOrder.say(roomId, messages[0]!.rev, messages.at(-1)!.rev, () => {
      toRoom(roomId, event, news)
      tell?.()
    })
  }

  return {
    posted: news => publish('messages:posted', news),
    changed: (news, tell) => publish('messages:changed', news, tell),
    expect: inOrder.expect,
  }
}
