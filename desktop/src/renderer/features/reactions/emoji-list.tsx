import { useTranslation } from 'react-i18next'
import { CompletionList } from '../completion/completion-list.tsx'
import type { Completion } from '../completion/use-completion.ts'
import { type Emoji, inTone } from './emoji-search.ts'
import { useTone } from './recent-emoji.ts'

/** Which emoji the `:name` may mean. */
export function EmojiList(completion: Completion<Emoji>) {
  const { t } = useTranslation()
  const tone = useTone()
  return (
    <CompletionList
      {...completion}
      label={t('composer.emoji')}
      keyOf={({ emoji }) => emoji}
      view={emoji => (
        <>
          <span className="completion-emoji">{inTone(emoji, tone)}</span>
          <strong className="truncated">{emoji.name}</strong>
          {emoji.shortName && <span className="completion-note truncated">:{emoji.shortName}:</span>}
        </>
      )}
    />
  )
}
