import type { Room } from '@chatter/shared/rooms.ts'
import { useNavigation } from '../navigation/navigation.ts'
import { useSidebarPreferences } from './sidebar-preferences.ts'
import { type Section, visibleRooms } from './sidebar-sections.ts'

/** The rooms of a section that are on screen: all, or what a folded one still shows. */
export function useVisible(section: Section): readonly Room[] {
  const isFolded = useSidebarPreferences(({ collapsed }) => collapsed.includes(section.name))
  const openRoomId = useNavigation(({ roomId }) => roomId)
  return visibleRooms(section, isFolded, openRoomId)
}
