import type { Room } from '@chatter/shared/rooms.ts'
import { ArrowLeft, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { isForInputMethod } from '../../lib/composition.ts'
import { useReturnFocus } from '../../lib/use-return-focus.ts'
import { IconButton } from '../../ui/button.tsx'
import { type Panel, showPanel } from '../navigation/navigation.ts'
import { PersonPanel } from '../people/person-panel.tsx'
import { useClientState } from '../session/use-client.ts'
import { RoomPanel, RoomWishes } from './room-panel.tsx'
import './side-panel.css'

/** Beside the conversation: about the room, about the person in a direct room, or about an author who was chosen. */
export function SidePanel({ room, panel }: { room: Room; panel: Exclude<Panel, { kind: 'search' }> }) {
  const { t } = useTranslation()
  useReturnFocus()
  const accountId = panel.kind === 'person' ? panel.accountId : room.peer?.id
  const known = useClientState(({ snapshot }) =>
    accountId === undefined ? undefined : snapshot.accounts[accountId],
  )
  const account = known ?? (panel.kind === 'room' ? room.peer : undefined)
  const canGoBack = panel.kind === 'person' && room.kind !== 'direct'
  return (
    <aside
      className="side-panel"
      aria-label={t('rooms.details')}
      onKeyDown={({ key, nativeEvent }) =>
        key === 'Escape' && !isForInputMethod(nativeEvent) && showPanel(null)
      }
    >
      <div className="side-panel-bar">
        {canGoBack && (
          <IconButton name={t('rooms.memberList')} onClick={() => showPanel({ kind: 'room' })}>
            <ArrowLeft size={17} aria-hidden="true" />
          </IconButton>
        )}
        <h2 className="side-panel-title">{t('rooms.details')}</h2>
        <IconButton name={t('rooms.hidePanel')} onClick={() => showPanel(null)}>
          <X size={17} aria-hidden="true" />
        </IconButton>
      </div>
      <div className="side-panel-content">
        {account ? (
          <>
            <PersonPanel account={account} />
            {room.peer?.id === account.id && (
              <div key={room.id} className="room-panel">
                <RoomWishes room={room} />
              </div>
            )}
          </>
        ) : (
          <RoomPanel key={room.id} room={room} />
        )}
      </div>
    </aside>
  )
}
