/** Reads a post's Markdown: CommonMark with tables, struck words and tasks. Pure; loaded when a post first needs it. */
import MarkdownIt, { type Token } from 'markdown-it'
import cjkFriendly from 'markdown-it-cjk-friendly'
import { findLinks } from '../../lib/links.ts'
import { withEmoji } from './emoji-names.ts'
import type { Align, Block, Inline, ListItem } from './rich.type.ts'
import { type Mentioned, toInline } from './words.ts'

/** Quotes and lists inside one another; what is nested deeper is shown as it was written. */
const deepest = 12
/** Marks inside one another; those further inside are left out, and their words stay. */
const deepestMarks = 8
const widestTable = 40

/**
 * What a body says, as it is to be shown; null when it is better shown as it was written, because its structure is beyond
 * what a message can show.
 */
export function readMarkdown(body: string, mentioned: Mentioned): Block[] | null {
  const tokens = markdown.parse(body, {})
  if (tokens.some(isBeyond)) return null
  const blocks = new Reader(tokens, mentioned).blocks()
  // A body may consist of what is never shown, such as the targets of links.
  return blocks.length > 0 ? blocks : null
}

// Raw HTML stays text. No typographic replacing: what was written is what is read.
const markdown = new MarkdownIt({
  html: false,
  linkify: false,
  typographer: false,
  maxNesting: 2 * deepest + 4,
}).use(cjkFriendly)
markdown.validateLink = (address: string) => safeUrl(address) !== undefined
markdown.normalizeLink = (address: string) => safeUrl(address) ?? ''
markdown.inline.ruler.after('text', 'address', readAddress)
markdown.block.ruler.before('list', 'date', readDate)

function isBeyond(token: Token): boolean {
  return token.type !== 'inline' && token.level > 2 * deepest
}

/** The address if it may be opened: http, https and mailto alone. */
function safeUrl(address: string): string | undefined {
  const url = URL.parse(address)
  if (!url) return undefined
  if (url.protocol === 'mailto:') return url.pathname.includes('@') ? url.href : undefined
  return /^https?:$/.test(url.protocol) && url.hostname ? url.href : undefined
}

type InlineState = Parameters<Parameters<typeof markdown.inline.ruler.push>[1]>[0]
type BlockState = Parameters<Parameters<typeof markdown.block.ruler.push>[1]>[0]

/** Up to where a paragraph is known to hold no address: `mailto:` a thousand times over is looked through once. */
const barrenUntil = new WeakMap<InlineState, number>()

/** A bare address is taken whole, before the marks within it could be read as emphasis. */
function readAddress(state: InlineState, isSilent: boolean): boolean {
  if (state.src[state.pos] !== ':' || state.linkLevel > 0) return false
  const scheme = /(?:https?|mailto)$/i.exec(state.pending.slice(-6))?.[0]
  if (!scheme || state.pos < (barrenUntil.get(state) ?? 0)) return false
  const from = state.pos - scheme.length
  // While the parser looks ahead, what is pending stands elsewhere.
  if (!state.src.startsWith(scheme, from)) return false
  const [found] = findLinks(/^\S{0,4000}/.exec(state.src.slice(from, from + 4000))![0])
  if (!found?.url) {
    barrenUntil.set(state, from + (found?.text.length ?? 0))
    return false
  }
  // Emphasis closes behind an address, not inside it.
  const text = found.text.replace(/[*_~`]+$/, '')
  const url = safeUrl(text)
  if (!url) return false
  if (!isSilent) {
    state.pending = state.pending.slice(0, -scheme.length)
    state.push('link_open', 'a', 1).attrSet('href', url)
    state.push('text', '', 0).content = text
    state.push('link_close', 'a', -1)
  }
  state.pos = from + text.length
  return true
}

/** Korean dates, such as "2026. 11. 22.", begin lines and are no lists. */
function readDate(state: BlockState, from: number, to: number, isSilent: boolean): boolean {
  const line = state.src.slice(state.bMarks[from]! + state.tShift[from]!, state.eMarks[from])
  if (!/^\d{2,4}\. ?\d{1,2}\./.test(line)) return false
  const asParagraph = state.md.block.ruler.getRules('').at(-1)!
  return asParagraph(state, from, to, isSilent)
}

/** Walks through the parser's tokens in order. */
class Reader {
  private at = 0
  private readonly tokens: readonly Token[]
  private readonly mentioned: Mentioned

  constructor(tokens: readonly Token[], mentioned: Mentioned) {
    this.tokens = tokens
    this.mentioned = mentioned
  }

  /** Blocks up to the token that closes them. */
  blocks(end?: string): Block[] {
    const blocks: Block[] = []
    while (this.at < this.tokens.length) {
      const token = this.tokens[this.at++]!
      if (token.type === end) break
      const block = this.block(token)
      if (block) blocks.push(block)
    }
    return blocks
  }

  private block(token: Token): Block | undefined {
    switch (token.type) {
      case 'paragraph_open':
        return { is: 'paragraph', of: this.line('paragraph_close') }
      case 'heading_open':
        return { is: 'heading', level: Number(token.tag.slice(1)), of: this.line('heading_close') }
      case 'blockquote_open':
        return { is: 'quote', of: this.blocks('blockquote_close') }
      case 'bullet_list_open':
        return { is: 'list', start: null, items: this.items('bullet_list_close') }
      case 'ordered_list_open':
        return {
          is: 'list',
          start: Number(token.attrGet('start') ?? 1),
          items: this.items('ordered_list_close'),
        }
      case 'fence':
        return { is: 'code', language: languageOf(token.info), text: withoutLastBreak(token.content) }
      case 'code_block':
        return { is: 'code', language: '', text: withoutLastBreak(token.content) }
      case 'hr':
        return { is: 'rule' }
      case 'table_open':
        return this.table()
      default:
        // What this does not know is at least readable.
        return token.content ? { is: 'paragraph', of: [{ is: 'text', text: token.content }] } : undefined
    }
  }

  private items(end: string): ListItem[] {
    const items: ListItem[] = []
    while (this.at < this.tokens.length) {
      const token = this.tokens[this.at++]!
      if (token.type === end) break
      if (token.type === 'list_item_open') items.push(toTask(this.blocks('list_item_close')))
    }
    return items
  }

  private table(): Block {
    const rows: Inline[][][] = []
    const aligns: Align[] = []
    while (this.at < this.tokens.length) {
      const token = this.tokens[this.at++]!
      if (token.type === 'table_close') break
      if (token.type === 'tr_open') rows.push([])
      if (token.type !== 'th_open' && token.type !== 'td_open') continue
      const row = rows.at(-1)!
      const cell = this.line(token.type.replace('open', 'close'))
      if (row.length < widestTable) row.push(cell)
      if (token.type === 'th_open' && aligns.length < widestTable) aligns.push(alignOf(token))
    }
    return { is: 'table', aligns, head: rows[0] ?? [], rows: rows.slice(1) }
  }

  /** The words of a paragraph, heading or cell. */
  private line(end: string): Inline[] {
    const inlines: Inline[] = []
    while (this.at < this.tokens.length) {
      const token = this.tokens[this.at++]!
      if (token.type === end) break
      if (token.children) inlines.push(...readInlines(token.children, this.mentioned))
    }
    return inlines
  }
}

const marks: Record<string, 'strong' | 'emphasis' | 'struck'> = {
  strong_open: 'strong',
  em_open: 'emphasis',
  s_open: 'struck',
}

function readInlines(tokens: readonly Token[], mentioned: Mentioned): Inline[] {
  const root: Inline[] = []
  /** Where words go, innermost last. Marks that are nested too deep stand here as undefined, and add nothing. */
  const open: (Inline[] | undefined)[] = [root]
  const innermost = () => open.findLast(each => each !== undefined)!
  let links = 0
  for (const token of tokens) {
    const mark = marks[token.type]
    if (token.type === 'link_open') {
      links++
      const url = attributeOf(token, 'href')
      // A link to nowhere is only its words.
      const of: Inline[] | undefined = url ? [] : undefined
      if (of) innermost().push({ is: 'link', url, of })
      open.push(of)
    } else if (mark) {
      const of: Inline[] | undefined = open.length <= deepestMarks ? [] : undefined
      if (of) innermost().push({ is: mark, of })
      open.push(of)
    } else if (token.nesting < 0) {
      if (token.type === 'link_close') links--
      open.pop()
    } else innermost().push(...leaf(token, links > 0, mentioned))
  }
  return root
}

function leaf(token: Token, isInLink: boolean, mentioned: Mentioned): Inline[] {
  switch (token.type) {
    case 'softbreak':
    case 'hardbreak':
      return [{ is: 'text', text: '\n' }]
    case 'code_inline':
      return [{ is: 'code', text: token.content }]
    case 'image':
      return image(token, isInLink)
    default: {
      const text = withEmoji(token.content)
      return text === '' ? [] : isInLink ? [{ is: 'text', text }] : toInline(text, mentioned)
    }
  }
}

/** Pictures from elsewhere are never loaded, because that would tell their owner who reads: they become links. */
function image(token: Token, isInLink: boolean): Inline[] {
  const url = attributeOf(token, 'src')
  const words: Inline = { is: 'text', text: token.content || url }
  return isInLink || !url ? [words] : [{ is: 'link', url, of: [words] }]
}

/** An item whose first words begin with `[ ]` or `[x]` is a task. */
function toTask(of: Block[]): ListItem {
  const [first] = of
  if (first?.is !== 'paragraph') return { of }
  const [words] = first.of
  const found = words?.is === 'text' ? /^\[([ xX])\](?:[ \t]+|$)/.exec(words.text) : null
  if (!found || words?.is !== 'text') return { of }
  const rest: Inline = { is: 'text', text: words.text.slice(found[0].length) }
  return {
    isDone: found[1] !== ' ',
    of: [{ is: 'paragraph', of: [rest, ...first.of.slice(1)] }, ...of.slice(1)],
  }
}

function languageOf(info: string): string {
  return /^[\w+#.-]{1,24}/.exec(info.trim())?.[0].toLowerCase() ?? ''
}

function alignOf(token: Token): Align {
  const style = attributeOf(token, 'style')
  if (style.includes('center')) return 'center'
  if (style.includes('right')) return 'end'
  return style.includes('left') ? 'start' : null
}

const attributeOf = (token: Token, name: string) => String(token.attrGet(name) ?? '')

const withoutLastBreak = (text: string) => text.replace(/\n$/, '')
