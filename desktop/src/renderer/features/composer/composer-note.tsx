import { messageLimits } from '@chatter/shared/messages.ts'
import { useTranslation } from 'react-i18next'

/** Closer to the limit than this, the characters that are left are counted down. */
const nearLimit = 1000

type NoteProps = { length: number; isEmpty: boolean; isEditing: boolean }

/** Beside the typing line: how to send, or how much may still be written. */
export function ComposerNote({ length, isEmpty, isEditing }: NoteProps) {
  const { t, i18n } = useTranslation()
  const left = messageLimits.body - length
  const counted = () => {
    const count = Math.abs(left)
    return { count, formatted: count.toLocaleString(i18n.language) }
  }
  return (
    <div id="composer-note" className="composer-note" aria-live="polite">
      {left < 0 ? (
        <strong className="composer-note-over count">{t('composer.over', counted())}</strong>
      ) : left < nearLimit ? (
        <span className="count">{t('composer.left', counted())}</span>
      ) : (
        !isEmpty && (
          <span className="composer-note-hint">
            {isEditing
              ? t('composer.editHint', { enter: 'Enter', escape: 'Esc' })
              : t('composer.hint', { enter: 'Enter', shift: 'Shift+Enter' })}
          </span>
        )
      )}
    </div>
  )
}
