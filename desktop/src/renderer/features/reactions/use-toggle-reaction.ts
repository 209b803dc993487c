import type { Message } from '@chatter/shared/messages.ts'
import { useTelling } from '../messages/use-telling.ts'
import { useClient, useMe } from '../session/use-client.ts'
import { noteEmoji } from './recent-emoji.ts'

/** Puts an emoji of mine on a message, or takes it away. */
export function useToggleReaction(message: Message): (emoji: string) => void {
  const client = useClient()
  const me = useMe()
  const tell = useTelling()
  return emoji => {
    const { roomId, seq, reactions = [] } = message
    const isMine = reactions.find(each => each.emoji === emoji)?.accountIds.includes(me.id)
    if (!isMine) noteEmoji(emoji)
    tell(isMine ? client.removeReaction(roomId, seq, emoji) : client.addReaction(roomId, seq, emoji))
  }
}
