import { Search } from 'lucide-react'
import type { Ref } from 'react'
import './search-field.css'

type SearchFieldProps = {
  ref?: Ref<HTMLInputElement>
  label: string
  value: string
  onText: (text: string) => void
}

/** A line that narrows the list below it. */
export function SearchField({ ref, label, value, onText }: SearchFieldProps) {
  return (
    <div className="search-field">
      <Search size={16} aria-hidden="true" />
      <input
        ref={ref}
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        autoComplete="off"
        spellCheck={false}
        onChange={event => onText(event.currentTarget.value)}
      />
    </div>
  )
}
