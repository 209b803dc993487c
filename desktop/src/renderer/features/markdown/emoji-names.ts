/** Names of emoji, such as `:tada:`, as GitHub and most chats know them. */
import names from 'emojibase-data/en/shortcodes/github.json' with { type: 'json' }

let emojiByName: Map<string, string> | undefined

/** The emoji of that name, if there is one. */
function emojiOf(name: string): string | undefined {
  emojiByName ??= readNames()
  return emojiByName.get(name)
}

function readNames(): Map<string, string> {
  const known = new Map<string, string>()
  for (const [code, named] of Object.entries(names as Record<string, string | string[]>))
    for (const name of [named].flat()) known.set(name, toColourful(fromCode(code)))
  return known
}

/** `1F1F0-1F1F7` is 🇰🇷. */
function fromCode(code: string): string {
  return String.fromCodePoint(...code.split('-').map(point => Number.parseInt(point, 16)))
}

/** Some characters are emoji only with the mark that asks for it. */
function toColourful(text: string): string {
  return /^\p{RGI_Emoji}$/v.test(text) ? text : `${text}\uFE0F`
}

/** The text with its emoji names replaced; a name that nobody knows stays. */
export function withEmoji(text: string): string {
  if (!text.includes(':')) return text
  return text.replace(
    /(?<![\p{L}\p{N}:]):([a-z0-9_+-]{1,40}):(?![\p{L}\p{N}:])/gu,
    (whole, name) => emojiOf(name) ?? whole,
  )
}
