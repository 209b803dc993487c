/** Emoji, in groups and by name. Pure; the names are loaded with the picker. */
import { toKeys } from '../../lib/korean.ts'

/** An emoji as emojibase lists it. */
export type EmojiSource = {
  unicode: string
  hexcode: string
  label: string
  group?: number
  order?: number
  tags?: readonly string[]
  skins?: readonly { unicode: string }[]
}

export const emojiGroups = [
  { group: 0, name: 'smileys', sign: '😀' },
  { group: 1, name: 'people', sign: '👋' },
  { group: 3, name: 'nature', sign: '🐻' },
  { group: 4, name: 'food', sign: '🍔' },
  { group: 5, name: 'travel', sign: '✈️' },
  { group: 6, name: 'activities', sign: '⚽' },
  { group: 7, name: 'objects', sign: '💡' },
  { group: 8, name: 'symbols', sign: '🔣' },
  { group: 9, name: 'flags', sign: '🏳️' },
] as const

export type Emoji = {
  emoji: string
  /** In the reader's language. */
  name: string
  group: number
  /** As in `:tada:`; empty where there is none. */
  shortName: string
  /** From light to dark; empty where there are none. */
  tones: readonly string[]
  /** What it is called, in all languages and by its short names, as the keyboard types it. */
  names: string
  /** What else it is found by. */
  tags: string
}

/**
 * @param first names in the reader's language
 * @param others names in other languages, by which it is found as well
 * @param shortNames such as `tada`, by code
 */
export function listEmoji(
  first: readonly EmojiSource[],
  others: readonly (readonly EmojiSource[])[],
  shortNames: Readonly<Record<string, string | readonly string[]>>,
): Emoji[] {
  const more = others.map(list => new Map(list.map(source => [source.hexcode, source])))
  return first
    .filter(({ group }) => emojiGroups.some(each => each.group === group))
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map(source => {
      const sources = [source, ...more.flatMap(list => list.get(source.hexcode) ?? [])]
      const short = [shortNames[source.hexcode] ?? []].flat()
      return {
        emoji: toRecommended(source.unicode),
        name: source.label,
        group: source.group!,
        shortName: short[0] ?? '',
        tones: toTones(source.skins),
        names: toLines([
          ...sources.map(({ label }) => label),
          ...short.map(name => name.replaceAll('_', ' ')),
        ]),
        tags: toLines(sources.flatMap(({ tags = [] }) => tags)),
      }
    })
}

/** The form that Unicode recommends for interchange, which the server stores. */
function toRecommended(unicode: string): string {
  if (/^\p{RGI_Emoji}$/v.test(unicode)) return unicode
  return unicode.replace(/\uFE0F$/, '')
}

/** One for each tone; emoji of two people list all pairs, of which the equal ones are taken. */
function toTones(skins: EmojiSource['skins'] = []): string[] {
  const step = skins.length > 5 ? 6 : 1
  const tones = skins.filter((_, at) => at % step === 0).map(({ unicode }) => toRecommended(unicode))
  return tones.length === 5 ? tones : []
}

/** Those that are called so, the ones whose name begins with it first; all of them where nothing is asked. */
export function findEmoji(emoji: readonly Emoji[], query: string): readonly Emoji[] {
  const wanted = toKeys(query.trim().replace(/^:|:$/g, '').replaceAll('_', ' '))
  if (wanted === '') return emoji
  const ranked = emoji.flatMap(each => {
    const at = rankOf(each, wanted)
    return at === undefined ? [] : [{ each, at }]
  })
  return ranked.sort((a, b) => a.at - b.at).map(({ each }) => each)
}

/** The emoji in a skin tone, where it has one; 0 is the plain yellow. */
export function inTone({ emoji, tones }: Emoji, tone: number): string {
  return tones[tone - 1] ?? emoji
}

/** The emoji of those forms, in the order asked for. */
export function pickEmoji(all: readonly Emoji[], forms: readonly string[]): Emoji[] {
  return forms.flatMap(form => all.find(({ emoji, tones }) => emoji === form || tones.includes(form)) ?? [])
}

/** A whole name, then a whole tag; the beginning of a name, then of a tag; the beginning of a word, or anywhere. */
function rankOf({ names, tags }: Emoji, wanted: string): number | undefined {
  const [isIn, isTag] = [names.includes(wanted), tags.includes(wanted)]
  if (!isIn && !isTag) return undefined
  if (isIn && names.includes(`\n${wanted}\n`)) return 0
  if (isTag && tags.includes(`\n${wanted}\n`)) return 1
  if (isIn && names.includes(`\n${wanted}`)) return 2
  if (isTag && tags.includes(`\n${wanted}`)) return 3
  return names.includes(` ${wanted}`) || tags.includes(` ${wanted}`) ? 4 : 5
}

/** Each on a line of its own, as the keyboard types it. */
function toLines(words: readonly string[]): string {
  return toKeys(`\n${words.join('\n')}\n`)
}
