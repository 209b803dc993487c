/** What shall be put into a composer from elsewhere: a failed post taken back, or a letter typed beside it. */
import { create } from 'zustand'

type ComposerText = {
  /** Waiting to be put into the composer of that room. */
  waiting: { roomId: number; body: string } | null
  putBack: (roomId: number, body: string) => void
  /** Counts up when the cursor shall go to the composer. */
  focuses: number
}

export const useComposerText = create<ComposerText>(set => ({
  waiting: null,
  putBack: (roomId, body) => set({ waiting: { roomId, body } }),
  focuses: 0,
}))

export function focusComposer(): void {
  useComposerText.setState(({ focuses }) => ({ focuses: focuses + 1 }))
}
