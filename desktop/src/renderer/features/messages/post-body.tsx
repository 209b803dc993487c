import { memo, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { findLinks } from '../../lib/links.ts'
import './post-body.css'

/** A body longer than this is folded, and only its beginning is laid out. */
const longestLetters = 2_400
const longestLines = 32

type BodyProps = {
  body: string
  /** Its links are among the stops of the tab key: else a page full of links would stand before the composer. */
  isActive: boolean
}

/** What somebody wrote: plain text with its line breaks, and links that open in the browser. */
export const PostBody = memo(function PostBody({ body, isActive }: BodyProps) {
  const { t } = useTranslation()
  const [isWhole, setWhole] = useState(false)
  const start = useMemo(() => beginning(body), [body])
  const isFolded = start.length < body.length && !isWhole
  return (
    <div className="post-body" lang={languageOf(body)}>
      <p className={isFolded ? 'post-text post-text-folded' : 'post-text'} dir="auto">
        <LinkedText text={isFolded ? start : body} isActive={isActive} />
      </p>
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

function LinkedText({ text, isActive }: { text: string; isActive: boolean }) {
  const parts = useMemo(() => findLinks(text), [text])
  return parts.map(part =>
    part.url ? (
      <a
        key={part.at}
        href={part.url}
        rel="noreferrer"
        tabIndex={isActive ? 0 : -1}
        data-hint={hintOf(part)}
        onClick={openOutside}
      >
        {part.text}
      </a>
    ) : (
      part.text
    ),
  )
}

/** Where a link leads, where that is not what it shows. */
function hintOf({ text, url }: { text: string; url?: string }) {
  return url && text !== url && `${text}/` !== url && `mailto:${text}` !== url ? url : undefined
}

function openOutside(event: React.MouseEvent<HTMLAnchorElement>) {
  event.preventDefault()
  void window.bridge.ask('link:open', { url: event.currentTarget.href })
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
