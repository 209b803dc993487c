import type { Emoji, EmojiSource } from './emoji-search.ts'
import { listEmoji } from './emoji-search.ts'

let loaded: { language: string; emoji: Promise<Emoji[]> } | undefined

/** All emoji with their names, from the app's own files. */
export function loadEmoji(language: string): Promise<Emoji[]> {
  if (loaded?.language !== language) loaded = { language, emoji: load(language) }
  return loaded.emoji
}

async function load(language: string): Promise<Emoji[]> {
  const [ko, en, short] = await Promise.all([
    import('emojibase-data/ko/compact.json'),
    import('emojibase-data/en/compact.json'),
    import('emojibase-data/en/shortcodes/github.json'),
  ])
  const [korean, english] = [ko.default as EmojiSource[], en.default as EmojiSource[]]
  return language.startsWith('ko')
    ? listEmoji(korean, [english], short.default)
    : listEmoji(english, [korean], short.default)
}
