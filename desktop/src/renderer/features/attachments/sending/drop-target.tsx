import type { Room } from '@chatter/shared/rooms.ts'
import { clsx } from 'clsx'
import { Upload } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '../../../lib/use-words.ts'
import { mayPost } from '../../messages/post-rights.ts'
import { useRoomName } from '../../rooms/room-name.ts'
import { useClient } from '../../session/use-client.ts'
import { chooseFiles } from './choose-files.ts'
import { hasFiles } from './chosen.ts'
import { useFileDrop } from './use-file-drop.ts'
import './drop-target.css'

/** Over the whole room, while files are dragged over the window. */
export function DropTarget({ room }: { room: Room }) {
  const { t } = useWords()
  const client = useClient()
  const name = useRoomName(room)
  const [isDragged, endDrag] = useDraggedFiles()
  const isOpen = mayPost(room)
  const { isOver, listeners } = useFileDrop(chosen => {
    endDrag()
    if (isOpen) void chooseFiles(client, room.id, chosen)
  })
  if (!isDragged) return null
  return (
    <div className={clsx('drop-target', isOver && isOpen && 'drop-target-over')} {...listeners}>
      <div className="drop-target-words">
        {isOpen && <Upload size={28} strokeWidth={1.6} aria-hidden="true" />}
        <strong>{t(isOpen ? 'sending.dropHere' : 'sending.dropClosed', { room: name })}</strong>
        {isOpen && <span>{t('sending.dropNote')}</span>}
      </div>
    </div>
  )
}

/** Whether files are dragged over the window. Where nothing takes them, letting go of them does nothing. */
function useDraggedFiles(): [isDragged: boolean, end: () => void] {
  const [isDragged, setDragged] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const end = () => {
      clearTimeout(timer)
      setDragged(false)
    }
    const over = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return
      if (!event.defaultPrevented && event.dataTransfer) event.dataTransfer.dropEffect = 'none'
      event.preventDefault()
      setDragged(true)
      // A drag that ends outside says nothing; one that goes on says so many times a second.
      clearTimeout(timer)
      timer = setTimeout(end, 600)
    }
    const drop = (event: DragEvent) => {
      if (hasFiles(event.dataTransfer)) event.preventDefault()
      end()
    }
    const leave = (event: DragEvent) => event.relatedTarget === null && end()
    window.addEventListener('dragover', over)
    window.addEventListener('drop', drop)
    window.addEventListener('dragleave', leave)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('dragover', over)
      window.removeEventListener('drop', drop)
      window.removeEventListener('dragleave', leave)
    }
  }, [])
  return [isDragged, () => setDragged(false)]
}
