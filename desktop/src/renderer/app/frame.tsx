import { clsx } from 'clsx'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Environment } from '../../bridge/bridge.ts'
import { DropTarget } from '../features/attachments/sending/drop-target.tsx'
import { useReceipts } from '../features/attachments/showing/receipts.ts'
import { useWakingDownloads } from '../features/attachments/showing/use-waking-downloads.ts'
import { useAway } from '../features/attention/use-away.ts'
import { Composer } from '../features/composer/composer.tsx'
import { ConnectionBanner } from '../features/connection/connection-banner.tsx'
import { KeepingBanner } from '../features/connection/keeping-banner.tsx'
import { useStanding } from '../features/connection/use-standing.ts'
import { IncomingFiles } from '../features/direct/incoming-files.tsx'
import { Timeline } from '../features/messages/timeline.tsx'
import { openDrawer, useNavigation } from '../features/navigation/navigation.ts'
import { DepartedRoom } from '../features/rooms/departed-room.tsx'
import { Departures } from '../features/rooms/departures.tsx'
import { LostDrafts } from '../features/rooms/lost-drafts.tsx'
import { RoomHeader } from '../features/rooms/room-header.tsx'
import { findLobby } from '../features/rooms/room-order.ts'
import { SidePanel } from '../features/rooms/side-panel.tsx'
import { SearchPanel } from '../features/search/search-panel.tsx'
import { useClient, useClientState } from '../features/session/use-client.ts'
import { watchVisits } from '../features/switcher/visits.ts'
import { Dialogs } from './dialogs.tsx'
import { NoRoom } from './no-room.tsx'
import { Sidebar } from './sidebar.tsx'
import { useCommands } from './use-commands.ts'
import { useFontsAhead } from './use-fonts-ahead.ts'
import { useTitle } from './use-title.ts'
import './frame.css'

/** What is inside: the side bar, a conversation, and what stands beside it. */
export function Frame({ environment }: { environment: Environment }) {
  const { t } = useTranslation()
  const departure = useDeparture()
  const room = useOpenRoom(departure !== null)
  const panel = useNavigation(state => state.panel)
  const isDrawerOpen = useNavigation(state => state.isDrawerOpen)
  const connection = useStanding().state
  useCommands(environment)
  useTitle(room)
  useAway()
  useReceipts()
  useWakingDownloads()
  useFontsAhead()
  useEffect(watchVisits, [])
  return (
    <div className={clsx('frame', isDrawerOpen && 'frame-drawer-open')} data-connection={connection}>
      <button type="button" className="skip-link" onClick={skipToMessages}>
        {t('app.skip')}
      </button>
      <Sidebar />
      <div className="frame-veil" onClick={() => openDrawer(false)} aria-hidden="true" />
      <main className="frame-main">
        {room ? (
          <>
            <RoomHeader room={room} />
            <ConnectionBanner />
            <Departures />
            <KeepingBanner />
            <LostDrafts room={room} />
            <Timeline key={`timeline-${room.id}`} room={room} />
            <IncomingFiles roomId={room.id} />
            <Composer key={`composer-${room.id}`} room={room} />
            <DropTarget room={room} />
          </>
        ) : departure ? (
          <DepartedRoom key={departure.roomId} departure={departure} />
        ) : (
          <NoRoom />
        )}
      </main>
      {room && panel?.kind === 'search' && <SearchPanel room={room} />}
      {room && panel && panel.kind !== 'search' && <SidePanel room={room} panel={panel} />}
      <Dialogs environment={environment} />
    </div>
  )
}

/** The room that is open but ended, unless that was my own wish. */
function useDeparture() {
  const chosen = useNavigation(state => state.roomId)
  const departure = useClientState(({ departures }) => departures.find(({ roomId }) => roomId === chosen))
  const isBack = useClientState(({ snapshot }) => chosen !== null && chosen in snapshot.rooms)
  return departure && !isBack ? departure : null
}

/** The room that was chosen; the lobby while it is not known, and from when I left it. */
function useOpenRoom(isDeparted: boolean) {
  const client = useClient()
  const chosen = useNavigation(state => state.roomId) ?? client.lastOpenRoom()
  const rooms = useClientState(({ snapshot }) => snapshot.rooms)
  const isSettled = useClientState(({ connection }) => connection.state === 'online')
  const known = chosen === undefined ? undefined : rooms[chosen]
  const room = known ?? (isDeparted ? undefined : findLobby(rooms))
  const roomId = room?.id
  const isKnown = known !== undefined
  useEffect(() => {
    if (roomId === undefined) return
    // A notification may name a room that this device has yet to hear of.
    if (isKnown || chosen === undefined || isSettled) useNavigation.setState({ roomId })
    // Without a connection the cache is what there is; the banner says so.
    client.openRoom(roomId).catch(() => {})
  }, [client, roomId, isKnown, chosen, isSettled])
  return room
}

function skipToMessages() {
  document.querySelector<HTMLElement>('[role=log]')?.focus()
}
