import type { Message } from '@chatter/shared/messages.ts'
import type { Reaction } from '@chatter/shared/reactions.ts'
import { clsx } from 'clsx'
import { SmilePlus } from 'lucide-react'
import { useWords } from '../../lib/use-words.ts'
import { useTabIndex } from '../markdown/tab-stops.ts'
import { openOverlay, pointBelow } from '../messages/message-overlays.ts'
import { useClientState, useMe } from '../session/use-client.ts'
import { nameReactors } from './reactors.ts'
import { useToggleReaction } from './use-toggle-reaction.ts'
import './reactions.css'

/** Under a message: each emoji with how many put it there. Most messages have none. */
export function ReactionChips({ message }: { message: Message }) {
  return message.reactions?.length ? <Chips message={message} reactions={message.reactions} /> : null
}

type ChipsProps = { message: Message; reactions: readonly Reaction[] }

function Chips({ message, reactions }: ChipsProps) {
  const { t } = useWords()
  const tabIndex = useTabIndex()
  const toggle = useToggleReaction(message)
  return (
    <div className="reactions">
      {reactions.map(reaction => (
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
  const words = useReactors(emoji, accountIds)
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
function useReactors(emoji: string, accountIds: readonly number[]): string {
  const { t, language } = useWords()
  const me = useMe()
  const accounts = useClientState(({ snapshot }) => snapshot.accounts)
  const { names, hasMe, others } = nameReactors(accountIds, me.id, id => accounts[id]?.displayName)
  const all = [...names, ...(hasMe ? [t('reactions.you')] : [])]
  const rest = others > 0 ? [t('reactions.others', { count: others })] : []
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format([...all, ...rest])
  return t('reactions.who', { names: list, emoji })
}
