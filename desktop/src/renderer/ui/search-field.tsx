import { Search } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import './search-field.css'

type SearchFieldProps = {
  ref?: Ref<HTMLInputElement>
  label: string
  value: string
  onText: (text: string) => void
  className?: string
  /** The ids of the list that the keys walk through while the cursor stays here, and of what they are at. */
  choices?: { list: string; chosen: string | undefined }
  /** What stands at its end. */
  children?: ReactNode
}

/** A line that narrows the list below it. */
export function SearchField({
  ref,
  label,
  value,
  onText,
  className = '',
  choices,
  children,
}: SearchFieldProps) {
  return (
    <div className={`search-field ${className}`}>
      <Search size={16} aria-hidden="true" />
      <input
        ref={ref}
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        autoComplete="off"
        spellCheck={false}
        {...(choices && {
          role: 'combobox',
          'aria-expanded': true,
          'aria-autocomplete': 'list',
          'aria-controls': choices.list,
          'aria-activedescendant': choices.chosen,
        })}
        onChange={event => onText(event.currentTarget.value)}
      />
      {children}
    </div>
  )
}
