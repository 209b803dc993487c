import type { Room } from '@chatter/shared/rooms.ts'
import { clsx } from 'clsx'
import { type DragEvent, type KeyboardEvent, useState } from 'react'
import { useWords } from '../../lib/use-words.ts'
import { useClient } from '../session/use-client.ts'
import { RoomItem } from './room-item.tsx'
import { SidebarSection } from './sidebar-section.tsx'
import { placeAt, type Section } from './sidebar-sections.ts'
import { setQuietly } from './use-room-menu.ts'
import { useVisible } from './use-visible.ts'

/** What the person put first, in their own order: moved with the mouse, or with Alt and the arrow keys. */
export function FavouriteList({ section }: { section: Section }) {
  const { t } = useWords()
  const client = useClient()
  const rooms = useVisible(section)
  const [dragged, setDragged] = useState<number | null>(null)
  const [gap, setGap] = useState<number | null>(null)
  const [told, tell] = useState('')
  const move = (room: Room, index: number) => {
    const favourite = placeAt(section.rooms, room.id, index)
    setQuietly(client.setPreferences(room.id, { favourite }))
    const name = room.peer?.displayName ?? room.name
    tell(t('rooms.moved', { name, place: index + 1, total: section.rooms.length }))
  }
  const press = (event: KeyboardEvent, room: Room) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (step === 0 || !event.altKey || event.shiftKey || event.ctrlKey || event.metaKey) return
    // Elsewhere these keys go to the room above or below.
    event.preventDefault()
    event.stopPropagation()
    const index = section.rooms.findIndex(({ id }) => id === room.id) + step
    if (index >= 0 && index < section.rooms.length) move(room, index)
  }
  const over = (event: DragEvent, index: number) => {
    if (dragged === null) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'move'
    setGap(gapUnder(event, index))
  }
  const drop = (event: DragEvent, index: number) => {
    event.preventDefault()
    const from = section.rooms.findIndex(({ id }) => id === dragged)
    const room = section.rooms[from]
    // The gap that is shown may be late: whoever lets go at once means the place where the pointer is.
    const to = gapUnder(event, index)
    if (room && to !== from && to !== from + 1) move(room, to > from ? to - 1 : to)
    end()
  }
  const end = () => {
    setDragged(null)
    setGap(null)
  }
  return (
    <SidebarSection section="favourites" title={t('rooms.favourites')}>
      <ul>
        {rooms.map((room, index) => (
          <li
            key={room.id}
            className={clsx(
              gap === index && 'sidebar-drop',
              gap === rooms.length && index === rooms.length - 1 && 'sidebar-drop-after',
              dragged === room.id && 'sidebar-dragged',
            )}
            draggable
            onDragStart={event => {
              event.dataTransfer.effectAllowed = 'move'
              event.dataTransfer.setData('text/x-chatter-room', String(room.id))
              setDragged(room.id)
            }}
            onDragOver={event => over(event, index)}
            onDrop={event => drop(event, index)}
            onDragEnd={end}
          >
            <RoomItem
              room={room}
              aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
              onKeyDown={event => press(event, room)}
            />
          </li>
        ))}
      </ul>
      <p className="hidden-visually" role="status">
        {told}
      </p>
    </SidebarSection>
  )
}

/** Before which line the pointer is. */
function gapUnder({ currentTarget, clientY }: DragEvent, index: number): number {
  const { top, height } = currentTarget.getBoundingClientRect()
  return index + (clientY > top + height / 2 ? 1 : 0)
}
