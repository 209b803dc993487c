/** What rooms hear of their messages. */
import type { RoomMessages } from '@chatter/shared/messages.ts'
import { createInOrder } from '../../lib/in-order.ts'
import type { Nodes, Said, ToldNews } from '../../lib/nodes.ts'
import { roomChannel } from '../../lib/sockets.ts'
import { createUntold, type Untold } from '../../lib/untold.ts'
import type { Realtime } from '../../plugins/realtime.ts'

/** How long news of a room wait for those before them, in milliseconds. */
const patience = 100

/**
 * Posts and changes are committed side by side, on several nodes at that, but a room hears of them in the order of their `rev`s.
 * Other nodes are told at once, and put what they hear into order themselves.
 */
export type MessageNews = {
  posted: (news: RoomMessages) => void
  /** @param behind is said right after the event, before anything later is heard of the room */
  changed: (news: RoomMessages, behind?: readonly Said[]) => void
  /** News of the room will come for certain, until the returned function is called. */
  expect: (roomId: number) => () => void
  /** Changed messages that rooms may not have heard of, by address. */
  untold: Untold
}

export function createMessageNews({ here }: Pick<Realtime, 'here'>, nodes: Nodes): MessageNews {
  const inOrder = createInOrder(patience)

  function sayInOrder({ event, news, behind }: ToldNews) {
    const { roomId, messages } = news
    inOrder.say(roomId, messages[0]!.rev, messages.at(-1)!.rev, () => {
      here({ channel: roomChannel(roomId), event, payload: news })
      for (const said of behind) here(said)
    })
  }

  function publish(told: ToldNews) {
    nodes.tell('news', told)
    sayInOrder(told)
  }

  nodes.on('news', sayInOrder)
  return {
    posted: news => publish({ event: 'messages:posted', news, behind: [] }),
    changed: (news, behind = []) => publish({ event: 'messages:changed', news, behind }),
    expect: inOrder.expect,
    untold: createUntold(),
  }
}
