import type { Message } from '@chatter/shared/messages.ts'
import { useClientState } from '../session/use-client.ts'

/** A message as it is by now. */
export function useFreshMessage(message: Message | undefined): Message | undefined {
  return useClientState(({ snapshot }) => {
    if (!message) return undefined
    const known = snapshot.timelines[message.roomId]?.messages
    return known?.find(({ seq }) => seq === message.seq) ?? message
  })
}
