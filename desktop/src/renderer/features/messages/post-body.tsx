import { clsx } from 'clsx'
import { memo, useMemo, useState } from 'react'
import { useWords } from '../../lib/use-words.ts'
import { Inlines } from '../markdown/inlines.tsx'
import type { Block } from '../markdown/rich.type.ts'
import { TabStops } from '../markdown/tab-stops.ts'
import { useMarkdown } from '../markdown/use-markdown.ts'
import { isJumbo, type Mentioned, mayHaveMarkdown, toInline } from '../markdown/words.ts'
import './post-body.css'

/** A body longer than this is folded, and only its beginning is laid out. */
const longestLetters = 2_400
const longestLines = 32

type BodyProps = {
  body: string
  mentioned?: Mentioned
  /** Its links are among the stops of the tab key: else a page full of links would stand before the composer. */
  isActive: boolean
}

const nobody: Mentioned = {}

/** What somebody wrote: Markdown, or plain text where it has none, with links that open in the browser. */
export const PostBody = memo(function PostBody({ body, mentioned = nobody, isActive }: BodyProps) {
  const { t } = useWords()
  const [isWhole, setWhole] = useState(false)
  const start = useMemo(() => beginning(body), [body])
  const isFolded = start.length < body.length && !isWhole
  return (
    <div className="post-body" lang={languageOf(body)}>
      <TabStops value={isActive}>
        <PostText text={isFolded ? start : body} mentioned={mentioned} isFolded={isFolded} />
      </TabStops>
      {start.length < body.length && (
        <button
          type="button"
          className="post-more"
          tabIndex={isActive ? 0 : -1}
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
        >
          {t(isWhole ? 'messages.showLess' : 'messages.showMore')}
        </button>
      )}
    </div>
  )
})

type TextProps = { text: string; mentioned: Mentioned; isFolded: boolean }

/** Most of what people write has no Markdown, and is shown without anything that reads it. */
const PostText = memo(function PostText({ text, mentioned, isFolded }: TextProps) {
  const hasMarks = useMemo(() => mayHaveMarkdown(text), [text])
  const markdown = useMarkdown(hasMarks)
  const blocks = useMemo(() => markdown?.readPost(text, mentioned) ?? null, [markdown, text, mentioned])
  const folded = isFolded && 'post-text-folded'
  if (!markdown || !blocks) return <PlainText text={text} mentioned={mentioned} folded={folded} />
  if (isOnlyEmoji(blocks)) return <p className="post-text post-text-jumbo">{wordsOf(blocks)}</p>
  return (
    <div className={clsx('post-text rich-text', folded)}>
      <markdown.RichText blocks={blocks} />
    </div>
  )
})

function PlainText({ text, mentioned, folded }: Omit<TextProps, 'isFolded'> & { folded: string | false }) {
  const inlines = useMemo(() => toInline(text, mentioned), [text, mentioned])
  return (
    <p className={clsx('post-text post-text-plain', folded, isJumbo(text) && 'post-text-jumbo')} dir="auto">
      <Inlines of={inlines} />
    </p>
  )
}

/** Emoji may be written by their names. */
function isOnlyEmoji(blocks: readonly Block[]): boolean {
  return isJumbo(wordsOf(blocks))
}

function wordsOf([first, ...others]: readonly Block[]): string {
  if (others.length > 0 || first?.is !== 'paragraph') return ''
  return first.of.map(inline => (inline.is === 'text' ? inline.text : 'x')).join('')
}

function beginning(body: string): string {
  const lines = body.split('\n', longestLines + 1)
  const start = lines.length > longestLines ? lines.slice(0, longestLines).join('\n') : body
  if (start.length <= longestLetters) return start.length < body.length - 80 ? start : body
  return start.slice(0, longestLetters).toWellFormed()
}

const hangul = /[\uAC00-\uD7A3\u3131-\u318E]/
const kana = /[\u3040-\u30FF]/

/** Tells fonts, line breaking and screen readers which language this probably is. */
function languageOf(body: string): string | undefined {
  if (hangul.test(body)) return 'ko'
  return kana.test(body) ? 'ja' : undefined
}
