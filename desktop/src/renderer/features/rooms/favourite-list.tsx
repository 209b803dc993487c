import type { Room } from '@chatter/shared/rooms.ts'
import { clsx } from 'clsx'
import { type DragEvent, type KeyboardEvent, useState } from 'react'
import { useWords } from '../../lib/use-words.ts'
import { useClient } from '../session/use-client.ts'
import { RoomItem } from './room-item.tsx'
import { SidebarSection } from './sidebar-section.tsx'
import { indexInGap, placeAt, type Section } from './sidebar-sections.ts'
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
  const moveToGap = (roomId: number | null, to: number) => {
    const room = rooms.find(({ id }) => id === roomId)
    const index = room && indexInGap(section.rooms, rooms, room.id, to)
    if (room === undefined || index === undefined) return
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
    const from = rooms.indexOf(room)
    moveToGap(room.id, step < 0 ? from - 1 : from + 2)
  }
  const over = (event: DragEvent, index: number) => {
    if (dragged === null) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'move'
    setGap(gapUnder(event, index))
  }
  const drop = (event: DragEvent, index: number) => {
    event.preventDefault()
    // The gap that is shown may be late: whoever lets go at once means the place where the pointer is.
    moveToGap(dragged, gapUnder(event, index))
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
