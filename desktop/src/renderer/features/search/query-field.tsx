import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../lib/use-keys.ts'
import '../../ui/search-field.css'
import { type Completion, complete, completionsAt } from './completion.ts'
import { useSearch } from './search-state.ts'
import type { Surroundings } from './search-words.ts'

type FieldProps = {
  around: Surroundings
  /** The arrow down leaves the field for the results. */
  onDown: () => void
}

/** Where one types what to search for; offers what `from:` and the like can mean. */
export function QueryField({ around, onDown }: FieldProps) {
  const { t } = useTranslation()
  const { text, focuses } = useSearch()
  const input = useRef<HTMLInputElement>(null)
  const [caret, setCaret] = useState(text.length)
  const [active, setActive] = useState(0)
  const [isShut, shut] = useState(true)
  const found = completionsAt(text, caret, around)
  const choices = isShut ? [] : found.choices
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time that it is asked for
  useEffect(() => {
    input.current?.focus()
    input.current?.select()
  }, [focuses])
  const type = (text: string, caret: number) => {
    useSearch.setState({ text, looked: null })
    setCaret(caret)
    setActive(0)
    shut(false)
  }
  const choose = (choice: Completion | undefined) => {
    if (!choice) return
    const completed = complete(text, found, choice)
    type(completed.text, completed.caret)
    input.current?.focus()
    requestAnimationFrame(() => input.current?.setSelectionRange(completed.caret, completed.caret))
  }
  useKeys(input, ({ key, shift }) => {
    const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
    if (choices.length > 0) {
      if (step !== 0) setActive((active + step + choices.length) % choices.length)
      else if (key === 'Enter' || (key === 'Tab' && !shift)) choose(choices[active])
      else if (key === 'Escape') shut(true)
      else return false
      return true
    }
    if (key === 'ArrowDown') onDown()
    else if (key === 'Escape' && text) type('', 0)
    else return false
    return true
  })
  return (
    <div className="search-field search-box">
      <Search size={16} aria-hidden="true" />
      <input
        ref={input}
        role="combobox"
        aria-label={t('search.search')}
        aria-expanded={choices.length > 0}
        aria-autocomplete="list"
        aria-controls="search-completions"
        aria-activedescendant={choices.length > 0 ? `search-completion-${active}` : undefined}
        placeholder={t('search.search')}
        value={text}
        autoComplete="off"
        spellCheck={false}
        onChange={({ currentTarget }) => type(currentTarget.value, currentTarget.selectionStart ?? 0)}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart ?? 0)}
        onBlur={() => shut(true)}
      />
      {text && (
        <button
          type="button"
          className="search-clear"
          aria-label={t('search.clear')}
          onClick={() => {
            type('', 0)
            input.current?.focus()
          }}
        >
          <X size={14} aria-hidden="true" />
        </button>
      )}
      {choices.length > 0 && (
        <div
          id="search-completions"
          className="search-completions"
          role="listbox"
          aria-label={t('search.suggestions')}
        >
          {choices.map((choice, index) => (
            <div
              key={choice.insert}
              id={`search-completion-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className="search-completion"
              // The field keeps the cursor.
              onMouseDown={event => event.preventDefault()}
              onPointerMove={() => index !== active && setActive(index)}
              onClick={() => choose(choice)}
              onKeyDown={event => event.key === 'Enter' && choose(choice)}
            >
              <CompletionWords choice={choice} />
            </div>
          ))}
        </div>
      )}
    </div>
  )
}

function CompletionWords({ choice }: { choice: Completion }) {
  const [name, note] = useWords(choice)
  return (
    <>
      <span className="truncated">{name}</span>
      {note && <span className="search-completion-note truncated">{note}</span>}
    </>
  )
}

/** What a choice is called, and what explains it. */
function useWords(choice: Completion): [name: string, note: string] {
  const { t } = useTranslation()
  switch (choice.is) {
    case 'filter':
      return [choice.insert, t(`search.${choice.filter}`)]
    case 'person':
      return [choice.name, choice.note]
    case 'room':
      return [choice.name, '']
    case 'day':
      return [t(`search.${choice.name}`), choice.note]
    case 'feature':
      return [t(`search.has_${choice.name}`), choice.insert]
  }
}
