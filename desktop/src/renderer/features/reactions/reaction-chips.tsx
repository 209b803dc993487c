import type { Message } from '@chatter/shared/messages.ts'
import type { Reaction } from '@chatter/shared/reactions.ts'
import { clsx } from 'clsx'
import { SmilePlus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useTabIndex } from '../markdown/tab-stops.ts'
import { openOverlay, pointBelow } from '../messages/message-overlays.ts'
import { useClientState, useMe } from '../session/use-client.ts'
import { nameReactors } from './reactors.ts'
import { useToggleReaction } from './use-toggle-reaction.ts'
import './reactions.css'

/** Under a message: each emoji with how many put it there. */
export function ReactionChips({ message }: { message: Message }) {
  const { t } = useTranslation()
  const tabIndex = useTabIndex()
  const toggle = useToggleReaction(message)
  if (!message.reactions?.length) return null
  return (
    <div className="reactions">
      {message.reactions.map(reaction => (
        <Chip key={reaction.emoji} reaction={reaction} onToggle={() => toggle(reaction.emoji)} />
      ))}
      <button
        type="button"
        className="reaction reaction-add"
        tabIndex={tabIndex}
        aria-label={t('reactions.add')}
        data-hint={t('reactions.add')}
        onClick={({ currentTarget }) =>
          openOverlay({ kind: 'emoji', message, at: pointBelow(currentTarget) })
        }
      >
        <SmilePlus size={15} aria-hidden="true" />
      </button>
    </div>
  )
}

function Chip({ reaction: { emoji, accountIds }, onToggle }: { reaction: Reaction; onToggle: () => void }) {
  const me = useMe()
  const tabIndex = useTabIndex()
  const words = useWords(emoji, accountIds)
  const isMine = accountIds.includes(me.id)
  return (
    <button
      type="button"
      className={clsx('reaction', isMine && 'reaction-mine')}
      tabIndex={tabIndex}
      aria-pressed={isMine}
      aria-label={words}
      data-hint={words}
      onClick={onToggle}
    >
      <span className="reaction-emoji" aria-hidden="true">
        {emoji}
      </span>
      <span className="count" aria-hidden="true">
        {accountIds.length}
      </span>
    </button>
  )
}

/** "Ada, Grace and you reacted with 🎉" */
function useWords(emoji: string, accountIds: readonly number[]): string {
  const { t, i18n } = useTranslation()
  const me = useMe()
  const accounts = useClientState(({ snapshot }) => snapshot.accounts)
  const { names, hasMe, others } = nameReactors(accountIds, me.id, id => accounts[id]?.displayName)
  const all = [...names, ...(hasMe ? [t('reactions.you')] : [])]
  const rest = others > 0 ? [t('reactions.others', { count: others })] : []
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format([...all, ...rest])
  return t('reactions.who', { names: list, emoji })
}
