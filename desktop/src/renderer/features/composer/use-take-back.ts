import type { PendingPost } from '../../store/state.ts'
import { useClient } from '../session/use-client.ts'
import { useComposerText } from './composer-text.ts'

/** Stops a post, and gives its words and files back to the composer. */
export function useTakeBack({ clientId, roomId }: PendingPost): () => void {
  const client = useClient()
  const putBack = useComposerText(state => state.putBack)
  return () => {
    const body = client.takeBack(clientId)
    if (body !== undefined) putBack(roomId, body)
  }
}
