import { keywordLimits } from '@chatter/shared/alerts.ts'
import { X } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../lib/use-keys.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { useClientState } from '../session/use-client.ts'
import { ChangeProblem } from './change-problem.tsx'
import { type KeywordMistake, withKeyword } from './new-keyword.ts'
import { useChange } from './use-change.ts'

/** Words of mine that notify me, wherever they are written. */
export function KeywordSetting() {
  const { t } = useTranslation()
  const keywords = useClientState(({ snapshot }) => snapshot.alertPreferences.keywords)
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [mistake, setMistake] = useState<KeywordMistake | null>(null)
  const [change, problem] = useChange()
  const add = () => {
    if (typed.trim() === '') return
    const more = withKeyword(keywords, typed)
    if (typeof more === 'string') return setMistake(more)
    change({ keywords: more })
    setTyped('')
  }
  useKeys(input, ({ key }) => {
    if (key !== 'Enter') return false
    add()
    return true
  })
  const count = mistake === 'keywordTooLong' ? keywordLimits.length : keywordLimits.count
  return (
    <section className="alert-setting" aria-label={t('alerts.keywords')}>
      <div className="alert-setting-words">
        <h4>{t('alerts.keywords')}</h4>
        <p className="field-note">{t('alerts.keywordsHelp')}</p>
      </div>
      {keywords.length > 0 && (
        <ul className="keyword-list" aria-label={t('alerts.keywords')}>
          {keywords.map(keyword => (
            <KeywordItem
              key={keyword}
              keyword={keyword}
              onRemove={() => {
                change({ keywords: keywords.filter(other => other !== keyword) })
                input.current?.focus()
              }}
            />
          ))}
        </ul>
      )}
      <Field
        ref={input}
        label={t('alerts.newKeyword')}
        value={typed}
        error={mistake ? t(`alerts.${mistake}`, { count, keyword: typed.trim() }) : undefined}
        end={
          <Button look="quiet" size="small" className="keyword-add" onClick={add}>
            {t('alerts.addKeyword')}
          </Button>
        }
        onText={text => {
          setTyped(text)
          setMistake(null)
        }}
      />
      <ChangeProblem problem={problem} />
    </section>
  )
}

function KeywordItem({ keyword, onRemove }: { keyword: string; onRemove: () => void }) {
  const { t } = useTranslation()
  const name = t('alerts.removeKeyword', { keyword })
  return (
    <li className="keyword-item">
      <span className="truncated" title={keyword}>
        {keyword}
      </span>
      <button type="button" className="keyword-remove" aria-label={name} data-hint={name} onClick={onRemove}>
        <X size={13} aria-hidden="true" />
      </button>
    </li>
  )
}
