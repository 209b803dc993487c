import { Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../ui/avatar.tsx'
import type { Offer } from './mention-query.ts'
import './mention-list.css'

type ListProps = {
  id: string
  offers: readonly Offer[]
  at: number
  choose: (at: number) => void
  take: (offer: Offer) => void
}

/** Above the composer: whom the `@` may mean. The cursor stays in the text. */
export function MentionList({ id, offers, at, choose, take }: ListProps) {
  const { t } = useTranslation()
  if (offers.length === 0) return null
  return (
    <div id={id} className="mention-list" role="listbox" aria-label={t('composer.mentions')}>
      {offers.map((offer, index) => (
        <button
          key={offer.whom === 'room' ? 'room' : offer.whom.id}
          id={`${id}${index}`}
          type="button"
          role="option"
          tabIndex={-1}
          className="mention-offer"
          aria-selected={index === at}
          onPointerMove={() => choose(index)}
          // The cursor is not to leave the text.
          onPointerDown={event => event.preventDefault()}
          onMouseDown={event => event.preventDefault()}
          onClick={() => take(offer)}
        >
          {offer.whom === 'room' ? (
            <>
              <span className="mention-picture">
                <Users size={16} aria-hidden="true" />
              </span>
              <strong>@room</strong>
              <span className="mention-username truncated">{t('composer.everybody')}</span>
            </>
          ) : (
            <>
              <Avatar account={offer.whom} size={28} />
              <strong className="truncated">{offer.whom.displayName}</strong>
              <span className="mention-username truncated">@{offer.whom.username}</span>
            </>
          )}
        </button>
      ))}
    </div>
  )
}
