/**
 * Reads a Hunspell dictionary, as Linux distributions have them for all programs. Texts are strings of bytes throughout,
 * one character per byte: words become UTF-8, while flags stay the raw bytes that they are.
 */
export type Dictionary = {
  /** Each distinct set of flags that words and rules refer to, by its number from 1. */
  groups: string[]
  /** Prefixes and suffixes. */
  rules: string[]
  replacements: [from: string, to: string][]
  /** All other commands. */
  commands: string[]
  /** Words with the numbers of their groups; 0 is none. */
  words: Map<string, Set<number>>
}

/** What another reader would need that Chromium's has not. */
const unsupported = /^(IGNORE|COMPLEXPREFIXES)\b/m

/**
 * @param aff the bytes of the `.aff` file
 * @param dic the bytes of the `.dic` file
 * @returns undefined when the dictionary needs what Chromium does not have
 */
export function readHunspell(aff: Buffer, dic: Buffer): Dictionary | undefined {
  const rules = aff.toString('latin1')
  const recode = recoderFor(/^SET\s+(\S+)/m.exec(rules)?.[1] ?? 'ISO8859-1')
  if (!recode || unsupported.test(rules)) return undefined
  const lines = linesOf(rules)
  const groups = createGroups(lines)
  const dictionary: Dictionary = {
    groups: groups.list,
    rules: [],
    replacements: [],
    commands: [],
    words: new Map(),
  }
  for (const line of lines) readCommand(line, dictionary, groups, recode)
  // The first of each says how many follow.
  dictionary.replacements.shift()
  for (const line of linesOf(dic.toString('latin1')).slice(1))
    readWord(line, dictionary.words, groups, recode)
  return dictionary
}

type Recode = (bytes: string) => string
type Groups = ReturnType<typeof createGroups>

function recoderFor(encoding: string): Recode | undefined {
  if (/^utf-?8$/i.test(encoding)) return bytes => bytes
  try {
    const decoder = new TextDecoder(encoding.replace(/^microsoft-cp/i, 'windows-'))
    return bytes => Buffer.from(decoder.decode(Buffer.from(bytes, 'latin1'))).toString('latin1')
  } catch {
    return undefined
  }
}

function linesOf(text: string): string[] {
  return text
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .split(/\r?\n/)
    .map(line => line.replace(/(^|[^\\])#.*$/, '$1').trimEnd())
    .filter(line => line !== '')
}

/** Chromium knows groups of flags by number only. Some dictionaries number them already. */
function createGroups(lines: readonly string[]) {
  const numbered = lines.filter(line => line.startsWith('AF ')).slice(1)
  const list = numbered.map(line => line.slice(3).trim())
  const numbers = new Map(list.map((flags, index) => [flags, index + 1]))
  return {
    list,
    numberOf(flags: string): number {
      if (numbered.length > 0) return Number.parseInt(flags, 10) || 0
      if (!numbers.has(flags)) numbers.set(flags, list.push(flags))
      return numbers.get(flags)!
    },
  }
}

function readCommand(line: string, dictionary: Dictionary, groups: Groups, recode: Recode) {
  const [command = ''] = line.split(/\s/, 1)
  switch (command) {
    case 'SET':
    case 'AF':
      return
    case 'PFX':
    case 'SFX':
      dictionary.rules.push(ruleOf(line, groups, recode))
      return
    case 'REP': {
      const [from = '', to = ''] = recode(line).split(/\s+/).slice(1)
      dictionary.replacements.push([from.replaceAll('_', ' '), to.replaceAll('_', ' ')])
      return
    }
    case 'TRY':
    case 'MAP':
      dictionary.commands.push(recode(line))
      return
    default:
      dictionary.commands.push(line)
  }
}

/** `SFX D 0 d/M e`: strip nothing, add "d", which then has the flags "M", where the word ends in "e". */
function ruleOf(line: string, groups: Groups, recode: Recode): string {
  const [command, flag, strip = '', added = '', condition = '.', ...rest] = line.split(/\s+/)
  const isHeader = rest.length === 0 && /^[YN]$/.test(strip)
  if (isHeader) return [command, flag, strip, added].join(' ')
  const [letters = '', flags] = added.split('/', 2)
  const group = flags ? `/${groups.numberOf(flags)}` : ''
  return `${command} ${flag} ${recode(`${strip} ${letters}`)}${group} ${recode(condition)}`
}

/** `word/flags`, and behind a tab what only linguists ask for. */
function readWord(line: string, words: Dictionary['words'], groups: Groups, recode: Recode) {
  const [entry = ''] = line.split('\t', 1)
  const slash = /(?<=[^\\])\//.exec(entry)?.index ?? entry.length
  const word = recode(entry.slice(0, slash).replaceAll('\\/', '/').trim())
  const [flags] = entry.slice(slash + 1).split(' ', 1)
  if (word === '') return
  const numbers = words.get(word) ?? new Set()
  words.set(word, numbers.add(flags ? groups.numberOf(flags) : 0))
}
