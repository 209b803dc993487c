import { useCallback, useEffect, useRef } from 'react'
import { useComposerText } from '../composer/composer-text.ts'
import { useClient } from '../session/use-client.ts'
import type { View } from './view.ts'

/** Goes to the newest message: when asked, and when I write something, wherever in the history I was. */
export function useLatest({ room, timeline, follow }: View): () => void {
  const client = useClient()
  const { hasAfter } = timeline
  const { goToEnd } = follow
  const goToLatest = useCallback(() => {
    // What is loaded may end long before the room does; without a connection it is all there is.
    if (hasAfter) client.openRoom(room.id).catch(() => {})
    goToEnd()
  }, [client, room.id, hasAfter, goToEnd])
  const posts = useComposerText(state => state.posts)
  const seen = useRef(posts)
  useEffect(() => {
    if (seen.current === posts) return
    seen.current = posts
    goToLatest()
  }, [posts, goToLatest])
  return goToLatest
}
