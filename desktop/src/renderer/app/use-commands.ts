import { useEffect } from 'react'
import type { Command, Environment } from '../../bridge/bridge.ts'
import { followLink } from '../features/navigation/follow-link.ts'
import {
  askToLogOut,
  findPerson,
  goToRoom,
  openDialog,
  openSettings,
  showsOnce,
  useNavigation,
} from '../features/navigation/navigation.ts'
import { useSidebarPreferences } from '../features/rooms/sidebar-preferences.ts'
import { listSections } from '../features/rooms/sidebar-sections.ts'
import { openDateJump } from '../features/search/date-jump-state.ts'
import { openSearch } from '../features/search/search-state.ts'
import { useClient } from '../features/session/use-client.ts'
import { closeDialogs } from '../lib/open-dialogs.ts'
import { isSameHost } from '../lib/permalink.ts'
import type { Client } from '../store/client.type.ts'

/** Carries out what is chosen in menus, by shortcut, and by a click on a notification or a link. */
export function useCommands({ platform }: Environment): void {
  const client = useClient()
  useEffect(() => {
    const carryOut = (command: Command) => {
      if (!showsOnce(useNavigation.getState())) actions[command](client)
    }
    const press = (event: KeyboardEvent) => {
      const command = commandOf(event, platform)
      if (!command) return
      event.preventDefault()
      carryOut(command)
    }
    window.addEventListener('keydown', press)
    const stops = [
      window.bridge.on('command:chosen', carryOut),
      window.bridge.on('destination:opened', ({ serverUrl, roomId, seq }) => {
        if (!isSameHost(serverUrl, client.store.getState().serverUrl)) return
        closeDialogs()
        followLink(client, { roomId, seq })
      }),
    ]
    return () => {
      window.removeEventListener('keydown', press)
      for (const stop of stops) stop()
    }
  }, [client, platform])
}

const actions: Record<Command, (client: Client) => void> = {
  'open-settings': () => openSettings(),
  'open-switcher': () => openDialog({ kind: 'switcher' }),
  'find-person': () => findPerson(),
  'search-room': () => openSearch('room'),
  'search-everywhere': () => openSearch('everywhere'),
  'create-room': () => openDialog({ kind: 'create-room', name: '' }),
  'browse-rooms': () => openDialog({ kind: 'browse-rooms' }),
  'jump-to-date': () => openDateJump(),
  'mark-all-read': client => client.markAllRead(),
  'previous-room': client => goToNeighbour(client, -1),
  'next-room': client => goToNeighbour(client, 1),
  'log-out': () => askToLogOut(),
}

/** In the order in which the side bar lists them, round and round. */
function goToNeighbour(client: Client, step: 1 | -1) {
  const { rooms } = client.store.getState().snapshot
  const { orders } = useSidebarPreferences.getState()
  const listed = listSections(rooms, orders, document.documentElement.lang).flatMap(section => section.rooms)
  const here = listed.findIndex(({ id }) => id === useNavigation.getState().roomId)
  const next = listed[(here + step + listed.length) % listed.length]
  if (next) goToRoom(next.id)
}

/** The shortcuts, where no menu of the system carries them. */
function commandOf(event: KeyboardEvent, platform: Environment['platform']): Command | undefined {
  if (event.isComposing || event.defaultPrevented) return undefined
  const { key, altKey, shiftKey } = event
  const isCommand = platform === 'darwin' ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
  const letter = key.toLowerCase()
  if (isCommand && !altKey && !shiftKey && letter === 'k') return 'open-switcher'
  if (isCommand && !altKey && letter === 'f') return shiftKey ? 'search-everywhere' : 'search-room'
  if (key === 'Escape' && shiftKey && !isCommand && !altKey) return 'mark-all-read'
  if (isCommand && !altKey && !shiftKey && key === ',') return 'open-settings'
  if (altKey && !shiftKey && !event.ctrlKey && !event.metaKey) {
    if (key === 'ArrowUp') return 'previous-room'
    if (key === 'ArrowDown') return 'next-room'
  }
  return undefined
}
