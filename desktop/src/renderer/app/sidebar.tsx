import { X } from 'lucide-react'
import { memo, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { AccountBar } from '../features/account/account-bar.tsx'
import { ConnectionStatus } from '../features/connection/connection-status.tsx'
import { openDrawer, useNavigation } from '../features/navigation/navigation.ts'
import { PeopleList } from '../features/people/people-list.tsx'
import { RoomList } from '../features/rooms/room-list.tsx'
import { useSession } from '../features/session/session.ts'
import { useClientState } from '../features/session/use-client.ts'
import { IconButton } from '../ui/button.tsx'
import './sidebar.css'

/** Where everything is: the server, its rooms and people, and me. A drawer where the window is narrow. Going to a room draws little of it. */
export const Sidebar = memo(function Sidebar() {
  const { t } = useTranslation()
  const isOpen = useNavigation(state => state.isDrawerOpen)
  const drawer = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!isOpen) return
    const opener = document.activeElement
    // A search that was asked for has the cursor already.
    if (!drawer.current?.contains(opener))
      drawer.current?.querySelector<HTMLElement>('.sidebar-close')?.focus()
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      openDrawer(false)
      if (opener instanceof HTMLElement) opener.focus()
    }
    document.addEventListener('keydown', close)
    return () => document.removeEventListener('keydown', close)
  }, [isOpen])
  return (
    <aside ref={drawer} className="sidebar" aria-label={t('app.sidebar')}>
      <header className="sidebar-head">
        <div className="sidebar-server">
          <ServerName />
          <ConnectionStatus />
        </div>
        <IconButton
          className="sidebar-close"
          name={t('rooms.closeSidebar')}
          onClick={() => openDrawer(false)}
        >
          <X size={18} aria-hidden="true" />
        </IconButton>
      </header>
      <div className="sidebar-lists">
        <RoomList />
        <PeopleList />
      </div>
      <AccountBar />
    </aside>
  )
})

function ServerName() {
  const host = useClientState(({ serverUrl }) => new URL(serverUrl).host)
  const name = useSession(session => (session.is === 'open' ? session.serverName : ''))
  return (
    <strong className="sidebar-server-name truncated" title={host}>
      {name || host}
    </strong>
  )
}
