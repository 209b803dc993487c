/** The emoji that are used on this device, the last one first, and the skin tone that was chosen. */
import { create } from 'zustand'
import { recall, remember } from '../../lib/storage.ts'

const usual = ['👍', '❤️', '😂', '🎉', '👀', '🙏', '✅', '🔥', '😢']
const mostRecent = 27

/** 0 is the plain yellow; 1 to 5 are light to dark. */
export type Tone = 0 | 1 | 2 | 3 | 4 | 5

type Recent = { emoji: readonly string[]; tone: Tone }

const useRecent = create<Recent>(() => ({
  emoji: [...new Set([...(recall('recent-emoji')?.split(' ') ?? []), ...usual])]
    .filter(Boolean)
    .slice(0, mostRecent),
  tone: (Number(recall('emoji-tone')) % 6 || 0) as Tone,
}))

export const useRecentEmoji = () => useRecent(state => state.emoji)
export const useTone = () => useRecent(state => state.tone)

export function noteEmoji(emoji: string): void {
  const next = [emoji, ...useRecent.getState().emoji.filter(each => each !== emoji)].slice(0, mostRecent)
  useRecent.setState({ emoji: next })
  remember('recent-emoji', next.join(' '))
}

export function chooseTone(tone: Tone): void {
  useRecent.setState({ tone })
  remember('emoji-tone', String(tone))
}
