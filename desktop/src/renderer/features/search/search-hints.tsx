import { useTranslation } from 'react-i18next'
import { useSearch } from './search-state.ts'
import { filters } from './search-words.ts'

/** Before anything is searched for: what can be. */
export function SearchHints() {
  const { t } = useTranslation()
  const add = (filter: string) =>
    useSearch.setState(({ text, focuses }) => ({
      text: `${text}${text && !text.endsWith(' ') ? ' ' : ''}${filter}:`,
      focuses: focuses + 1,
    }))
  return (
    <div className="search-hints">
      <h3 className="room-panel-heading">{t('search.hintTitle')}</h3>
      <ul>
        {filters.map(filter => (
          <li key={filter}>
            <button type="button" className="search-hint" onClick={() => add(filter)}>
              <code>{filter}:</code>
              <span>{t(`search.${filter}`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
