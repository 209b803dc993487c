import { useWords } from '../../lib/use-words.ts'
import { useTabIndex } from '../markdown/tab-stops.ts'
import { showPanel } from '../navigation/navigation.ts'
import { useClientState, useMe } from '../session/use-client.ts'
import './mentions.css'

/** Somebody's name in a post. Mine stands out. */
export function MentionChip({ whom, text }: { whom: number | 'room'; text: string }) {
  return whom === 'room' ? (
    <strong className="mention mention-mine">{text}</strong>
  ) : (
    <PersonChip accountId={whom} text={text} />
  )
}

function PersonChip({ accountId, text }: { accountId: number; text: string }) {
  const { t } = useWords()
  const me = useMe()
  const name = useClientState(({ snapshot }) => snapshot.accounts[accountId]?.displayName)
  const shown = name ? `@${name}` : text
  return (
    <button
      type="button"
      className={accountId === me.id ? 'mention mention-mine' : 'mention'}
      tabIndex={useTabIndex()}
      data-hint={shown === text ? undefined : text}
      aria-label={name && t('messages.about', { name })}
      onClick={() => showPanel({ kind: 'person', accountId })}
    >
      {shown}
    </button>
  )
}
