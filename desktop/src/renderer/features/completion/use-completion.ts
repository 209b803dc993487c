import { type RefObject, useId, useRef, useState } from 'react'
import { writeAtCursor } from '../composer/write-at-cursor.ts'

type Input = RefObject<HTMLTextAreaElement | null>

export type Query = ReturnType<typeof useQuery>

/**
 * What is being written behind a sign such as `@`, while the cursor stands there.
 * @param queryOf what the text before the cursor asks for, without the sign; null when nothing
 */
export function useQuery(input: Input, queryOf: (before: string) => string | null) {
  const [query, setQuery] = useState<string | null>(null)
  const [chosen, choose] = useState(0)

  /** Where the sign stands whose list was closed by hand: it stays closed. */
  const refused = useRef(-1)
  const placeOf = (next: string) => (input.current?.selectionStart ?? 0) - next.length

  const look = () => {
    const { current } = input
    const isSelecting = !current || current.selectionStart !== current.selectionEnd
    const found = isSelecting ? null : queryOf(current.value.slice(0, current.selectionStart))
    if (found === null) refused.current = -1
    const next = found !== null && placeOf(found) !== refused.current ? found : null
    if (next === query) return
    setQuery(next)
    choose(0)
  }
  const close = () => setQuery(null)
  const refuse = () => {
    refused.current = placeOf(query ?? '')
    close()
  }
  /** Writes in place of the sign and what follows it. */
  const answer = (text: string) => {
    if (input.current && query !== null) writeAtCursor(input.current, text, query.length + 1)
    close()
  }
  return { query, chosen, choose, look, close, refuse, answer }
}

export type Completion<Offer> = {
  /** Of the list, by which the input refers to it. */
  id: string
  offers: readonly Offer[]
  /** The one that Enter takes. */
  at: number
  choose: (at: number) => void
  take: (offer: Offer) => void
}

/** Lets keys choose from what a query may mean, and take it. The cursor stays in the text. */
export function useCompletion<Offer>(
  { chosen, choose, look, close, refuse }: Query,
  offers: readonly Offer[],
  take: (offer: Offer) => void,
) {
  const id = useId()
  const at = Math.min(chosen, offers.length - 1)
  const isOpen = offers.length > 0
  /** @returns whether the key meant something here */
  const press = (key: string, shift: boolean): boolean => {
    if (!isOpen) return false
    if (key === 'ArrowDown') choose((at + 1) % offers.length)
    else if (key === 'ArrowUp') choose((at + offers.length - 1) % offers.length)
    else if ((key === 'Enter' || key === 'Tab') && !shift) take(offers[at]!)
    else if (key === 'Escape') refuse()
    else return false
    return true
  }
  const aria = {
    'aria-autocomplete': 'list',
    'aria-controls': isOpen ? id : undefined,
    'aria-activedescendant': isOpen ? `${id}${at}` : undefined,
  } as const
  return { id, offers, at, choose, take, press, look, close, isOpen, aria }
}
