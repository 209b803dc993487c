import type { ReactNode } from 'react'
import { Option } from '../../ui/option.tsx'
import type { Completion } from './use-completion.ts'
import './completion-list.css'

type ListProps<Offer> = Completion<Offer> & {
  label: string
  keyOf: (offer: Offer) => string | number
  view: (offer: Offer) => ReactNode
}

/** Above the composer: what the word at the cursor may become. */
export function CompletionList<Offer>(props: ListProps<Offer>) {
  const { id, label, offers, at, choose, take, keyOf, view } = props
  if (offers.length === 0) return null
  return (
    <div id={id} className="completion-list" role="listbox" aria-label={label}>
      {offers.map((offer, index) => (
        <Option
          key={keyOf(offer)}
          id={`${id}${index}`}
          isChosen={index === at}
          onPointerMove={() => choose(index)}
          // The cursor is not to leave the text.
          onPointerDown={event => event.preventDefault()}
          onMouseDown={event => event.preventDefault()}
          onClick={() => take(offer)}
        >
          {view(offer)}
        </Option>
      ))}
    </div>
  )
}
