/** What the composer and the timeline tell each other. */
import { create } from 'zustand'

type ComposerText = {
  /** Waiting to be put into the composer of that room. */
  waiting: { roomId: number; body: string } | null
  putBack: (roomId: number, body: string) => void
  /** Counts up when the cursor shall go to the composer. */
  focuses: number
  /** Counts up with each post, so that the timeline shows it. */
  posts: number
}

export const useComposerText = create<ComposerText>(set => ({
  waiting: null,
  putBack: (roomId, body) => set({ waiting: { roomId, body } }),
  focuses: 0,
  posts: 0,
}))

export function focusComposer(): void {
  useComposerText.setState(({ focuses }) => ({ focuses: focuses + 1 }))
}

export function tellPosted(): void {
  useComposerText.setState(({ posts }) => ({ posts: posts + 1 }))
}
