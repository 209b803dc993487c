import type { PendingPost } from '../../store/state.ts'
import { useClient } from '../session/use-client.ts'
import { putBack } from './composer-text.ts'

/** Stops a post, and gives its words, its reply target and its files back to the composer. */
export function useTakeBack({ clientId, roomId }: PendingPost): () => void {
  const client = useClient()
  return () => {
    const taken = client.takeBack(clientId)
    if (taken) putBack(client, roomId, taken)
  }
}
