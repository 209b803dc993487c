import type { Room } from '@chatter/shared/rooms.ts'
import { clsx } from 'clsx'
import { Upload } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../../lib/use-words.ts'
import { closedBy } from '../../messages/post-rights.ts'
import { useRoomName } from '../../rooms/room-name.ts'
import { useClient, useClientState } from '../../session/use-client.ts'
import { chooseFiles } from './choose-files.ts'
import { type Chosen, chosenFrom, hasFiles } from './chosen.ts'
import './drop-target.css'

const closedWords = { announcement: 'sending.dropClosed', deactivation: 'composer.deactivated' } as const

/** Over the whole room, while files are dragged over the window. */
export function DropTarget({ room }: { room: Room }) {
  const { t } = useWords()
  const client = useClient()
  const name = useRoomName(room)
  const closed = closedBy(room)
  const isOpen = closed === null
  const isEditing = useClientState(({ drafts }) => drafts[room.id]?.editing !== undefined)
  const drag = useDraggedFiles(chosen => {
    if (isOpen) void chooseFiles(client, room.id, chosen)
  })
  if (drag === 'none') return null
  return (
    <div className={clsx('drop-target', drag === 'over room' && isOpen && 'drop-target-over')}>
      <div className="drop-target-words">
        {isOpen && <Upload size={28} strokeWidth={1.6} aria-hidden="true" />}
        <strong>{t(closed === null ? 'sending.dropHere' : closedWords[closed], { room: name })}</strong>
        {isOpen && <span>{t(isEditing ? 'sending.forNext' : 'sending.dropNote')}</span>}
      </div>
    </div>
  )
}

/**
 * Whether files are dragged over the window, and whether over the room. The room takes them before its cover is drawn: people
 * are quick. Where nothing takes them, letting go of them does nothing.
 */
function useDraggedFiles(onDrop: (chosen: Chosen) => void): 'none' | 'over window' | 'over room' {
  const [drag, setDrag] = useState<'none' | 'over window' | 'over room'>('none')
  const latest = useRef(onDrop)
  latest.current = onDrop
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const end = () => {
      clearTimeout(timer)
      setDrag('none')
    }
    const over = (event: DragEvent) => {
      if (!event.dataTransfer || !hasFiles(event.dataTransfer)) return
      if (!event.defaultPrevented) event.dataTransfer.dropEffect = isOverRoom(event) ? 'copy' : 'none'
      event.preventDefault()
      setDrag(isOverRoom(event) ? 'over room' : 'over window')
      // A drag that ends outside says nothing; one that goes on says so many times a second.
      clearTimeout(timer)
      timer = setTimeout(end, 600)
    }
    const drop = (event: DragEvent) => {
      end()
      if (!event.dataTransfer || !hasFiles(event.dataTransfer) || event.defaultPrevented) return
      event.preventDefault()
      if (isOverRoom(event)) latest.current(chosenFrom(event.dataTransfer))
    }
    const leave = (event: DragEvent) => event.relatedTarget === null && end()
    // Whoever lets go of them as the cover comes has only entered that.
    window.addEventListener('dragenter', over)
    window.addEventListener('dragover', over)
    window.addEventListener('drop', drop)
    window.addEventListener('dragleave', leave)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('dragenter', over)
      window.removeEventListener('dragover', over)
      window.removeEventListener('drop', drop)
      window.removeEventListener('dragleave', leave)
    }
  }, [])
  return drag
}

function isOverRoom({ target }: DragEvent): boolean {
  return target instanceof Element && target.closest('main') !== null
}
