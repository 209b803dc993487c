import { Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../ui/avatar.tsx'
import { Tile } from '../../ui/tile.tsx'
import { CompletionList } from '../completion/completion-list.tsx'
import type { Completion } from '../completion/use-completion.ts'
import type { Offer } from './mention-query.ts'

/** Whom the `@` may mean. */
export function MentionList(completion: Completion<Offer>) {
  const { t } = useTranslation()
  return (
    <CompletionList
      {...completion}
      label={t('composer.mentions')}
      keyOf={({ whom }) => (whom === 'room' ? 'room' : whom.id)}
      view={({ whom }) =>
        whom === 'room' ? (
          <>
            <Tile size={28} isAccented>
              <Users size={16} aria-hidden="true" />
            </Tile>
            <strong>@room</strong>
            <span className="completion-note truncated">{t('composer.everybody')}</span>
          </>
        ) : (
          <>
            <Avatar account={whom} size={28} />
            <strong className="truncated">{whom.displayName}</strong>
            <span className="completion-note truncated">@{whom.username}</span>
          </>
        )
      }
    />
  )
}
