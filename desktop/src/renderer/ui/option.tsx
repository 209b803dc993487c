import type { ComponentProps } from 'react'
import './option.css'

/** One line of a list from which keys and the pointer choose alike. The cursor stays where the choice is written. */
export function Option({ isChosen, ...rest }: ComponentProps<'button'> & { isChosen: boolean }) {
  return (
    <button type="button" role="option" tabIndex={-1} className="option" aria-selected={isChosen} {...rest} />
  )
}
