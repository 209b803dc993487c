import type { ErrorCode } from '@chatter/shared/errors.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { CornerUpLeft, Pencil, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Draft } from '../../store/state.ts'
import { IconButton } from '../../ui/button.tsx'
import { plainly } from '../messages/quotes.ts'
import { goToRoom } from '../navigation/navigation.ts'
import { useClient, useClientState } from '../session/use-client.ts'
import { endEdit, endReply } from './composer-text.ts'
import './composer-above.css'

type AboveProps = { room: Room; draft: Draft | undefined; problem: ErrorCode | null }

/** Above what is written: the message that it replies to, or that it changes. */
export function ComposerAbove({ room, draft, problem }: AboveProps) {
  const { t } = useTranslation()
  const client = useClient()
  const { replyTo, editing } = draft ?? {}
  const original = useClientState(({ snapshot }) =>
    editing === undefined
      ? undefined
      : snapshot.timelines[room.id]?.messages.find(({ seq }) => seq === editing)?.body,
  )
  const seq = editing ?? replyTo?.seq
  if (seq === undefined) return null
  const Icon = editing === undefined ? CornerUpLeft : Pencil
  const words = editing === undefined ? replyTo?.excerpt : original?.slice(0, 300)
  return (
    <div className="composer-above">
      <button type="button" className="composer-above-words" onClick={() => goToRoom(room.id, seq)}>
        <Icon size={14} aria-hidden="true" />
        <strong>
          {editing === undefined
            ? t('composer.replying', { name: replyTo?.author.displayName ?? '' })
            : t('composer.editing')}
        </strong>
        <span className="composer-above-excerpt truncated" dir="auto">
          {words && plainly(words)}
        </span>
      </button>
      {problem && (
        <span className="composer-above-problem" role="alert">
          {t('composer.notSaved', { reason: t(`errors.${problem}`) })}
        </span>
      )}
      <IconButton
        name={t('composer.cancel')}
        onClick={() => (editing === undefined ? endReply : endEdit)(client, room.id)}
      >
        <X size={15} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
