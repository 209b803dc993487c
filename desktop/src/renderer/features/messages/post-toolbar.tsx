import type { Message } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { CornerUpLeft, Ellipsis, Pencil, SmilePlus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/button.tsx'
import { startEdit, startReply } from '../composer/composer-text.ts'
import { useRecentEmoji } from '../reactions/recent-emoji.ts'
import { useToggleReaction } from '../reactions/use-toggle-reaction.ts'
import { useClient, useClientState, useMe } from '../session/use-client.ts'
import { openOverlay, pointBelow } from './message-overlays.ts'
import { rightsOn } from './post-rights.ts'
import { quoteOf } from './quotes.ts'
import './post-toolbar.css'

/** What is done most with a message, at its upper right while the pointer or the keys are at it. */
export function PostToolbar({ message }: { message: Message }) {
  const room = useClientState(({ snapshot }) => snapshot.rooms[message.roomId])
  return room ? <Toolbar room={room} message={message} /> : null
}

function Toolbar({ room, message }: { room: Room; message: Message }) {
  const { t } = useTranslation()
  const client = useClient()
  const me = useMe()
  const recent = useRecentEmoji()
  const toggle = useToggleReaction(message)
  const rights = rightsOn(message, room, me.id)
  return (
    <div className="post-toolbar" role="toolbar" aria-label={t('messages.actions')}>
      {rights.react &&
        recent.slice(0, 3).map(emoji => (
          <IconButton
            key={emoji}
            className="post-toolbar-emoji"
            name={t('messages.reactWith', { emoji })}
            onClick={() => toggle(emoji)}
          >
            <span aria-hidden="true">{emoji}</span>
          </IconButton>
        ))}
      {rights.react && (
        <IconButton
          name={t('messages.react')}
          onClick={({ currentTarget }) =>
            openOverlay({ kind: 'emoji', message, at: pointBelow(currentTarget) })
          }
        >
          <SmilePlus size={17} aria-hidden="true" />
        </IconButton>
      )}
      {rights.reply && (
        <IconButton name={t('messages.reply')} onClick={() => startReply(client, room.id, quoteOf(message))}>
          <CornerUpLeft size={17} aria-hidden="true" />
        </IconButton>
      )}
      {rights.edit && (
        <IconButton name={t('messages.edit')} onClick={() => startEdit(client, message)}>
          <Pencil size={16} aria-hidden="true" />
        </IconButton>
      )}
      <IconButton
        name={t('messages.more')}
        aria-haspopup="menu"
        onClick={({ currentTarget, detail }) =>
          openOverlay({ kind: 'menu', message, at: pointBelow(currentTarget), isByKeys: detail === 0 })
        }
      >
        <Ellipsis size={17} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
