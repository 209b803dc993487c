import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/button.tsx'
import type { Colored } from './highlight.ts'
import { useTabIndex } from './tab-stops.ts'
import { useHighlight } from './use-highlight.ts'
import './code-block.css'

/** How long it is told that something was copied, in milliseconds. */
const toldFor = 1600

type CodeProps = { language: string; text: string }

export function CodeBlock({ language, text }: CodeProps) {
  const { t } = useTranslation()
  const tabIndex = useTabIndex()
  const [isCopied, copy] = useCopy(text)
  return (
    <figure className="code-block" dir="ltr">
      <figcaption className="code-block-head">
        <span className="truncated">{language || t('markdown.code')}</span>
        <IconButton
          className="code-block-copy"
          name={t(isCopied ? 'markdown.copied' : 'markdown.copyCode')}
          tabIndex={tabIndex}
          onClick={copy}
        >
          {isCopied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
        </IconButton>
      </figcaption>
      {/* biome-ignore lint/a11y/useSemanticElements: a set of fields is for forms */}
      <pre
        className="code-block-text"
        role="group"
        aria-label={language || t('markdown.code')}
        tabIndex={tabIndex}
      >
        <code>
          <ColoredText language={language} text={text} />
        </code>
      </pre>
    </figure>
  )
}

/** Code in the colours of its language, where that is known. */
export function ColoredText({ language, text }: CodeProps) {
  const colored = useHighlight(language, text)
  return colored ? <ColoredCode of={colored} /> : text
}

function ColoredCode({ of }: { of: readonly Colored[] }) {
  return of.map((part, at) =>
    typeof part === 'string' ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: they never move
      <span key={at} className={part.className}>
        <ColoredCode of={part.of} />
      </span>
    ),
  )
}

function useCopy(text: string): [isCopied: boolean, copy: () => void] {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), toldFor)
    return () => clearTimeout(timer)
  }, [isCopied])
  return [isCopied, () => void navigator.clipboard.writeText(text).then(() => setCopied(true))]
}
