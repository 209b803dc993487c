/** Words, marks, links, mentions and keywords. */
import { MentionChip } from '../mentions/mention-chip.tsx'
import { Permalinks } from './permalinks.tsx'
import type { Inline } from './rich.type.ts'
import { useTabIndex } from './tab-stops.ts'
import './inlines.css'

const tags = { strong: 'strong', emphasis: 'em', struck: 's' } as const

export function Inlines({ of }: { of: readonly Inline[] }) {
  // They never move within a post; an edited one is read anew.
  return of.map((inline, at) => {
    switch (inline.is) {
      case 'text':
        // biome-ignore lint/suspicious/noArrayIndexKey: as said above
        return inline.text.includes('chatter://') ? <Permalinks key={at} text={inline.text} /> : inline.text
      case 'code':
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: as said above
          <code key={at} className="inline-code">
            {inline.text}
          </code>
        )
      case 'link':
        // biome-ignore lint/suspicious/noArrayIndexKey: as said above
        return <Link key={at} {...inline} />
      case 'keyword':
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: as said above
          <mark key={at} className="keyword">
            {inline.text}
          </mark>
        )
      case 'mention':
        // biome-ignore lint/suspicious/noArrayIndexKey: as said above
        return <MentionChip key={at} {...inline} />
      default: {
        const Tag = tags[inline.is]
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: as said above
          <Tag key={at}>
            <Inlines of={inline.of} />
          </Tag>
        )
      }
    }
  })
}

function Link({ url, of }: { url: string; of: readonly Inline[] }) {
  const shown = of.length === 1 && of[0]!.is === 'text' ? of[0]!.text : null
  return (
    <a
      className="link"
      href={url}
      rel="noreferrer"
      tabIndex={useTabIndex()}
      data-hint={shown !== null && isSaid(shown, url) ? undefined : url}
      onClick={openOutside}
      onAuxClick={openOutside}
    >
      <Inlines of={of} />
    </a>
  )
}

/** Whether the words of a link are where it leads. */
function isSaid(text: string, url: string): boolean {
  return text === url || `${text}/` === url || `mailto:${text}` === url
}

function openOutside(event: React.MouseEvent<HTMLAnchorElement>) {
  event.preventDefault()
  if (event.button < 2) void window.bridge.ask('link:open', { url: event.currentTarget.href })
}
