import type { Room } from '@chatter/shared/rooms.ts'
import { X } from 'lucide-react'
import { lazy, Suspense, useEffect } from 'react'
import { useWords } from '../../lib/use-words.ts'
import { IconButton } from '../../ui/button.tsx'
import { closeOverlay, giveFocusBack, useOverlays } from './message-overlays.ts'
import { useFreshMessage } from './use-fresh-message.ts'

// Not needed at the start, and read from the app's own files within a blink.
const PostMenu = lazy(() => import('./post-menu.tsx'))
const DeleteDialog = lazy(() => import('./delete-dialog.tsx'))
const EditsDialog = lazy(() => import('./edits-dialog.tsx'))
const ForwardDialog = lazy(() => import('./forward-dialog.tsx'))
const ReactionPicker = lazy(() => import('../reactions/reaction-picker.tsx'))

/** What is open above a message of this room, and what failed last. */
export function MessageOverlay({ room }: { room: Room }) {
  const open = useOverlays(state => state.open)
  const message = useFreshMessage(open?.message)
  const isOpen = open !== null
  useEffect(() => {
    if (isOpen) return
    // What closed lets go of the focus a moment after it is gone.
    const timer = setTimeout(giveFocusBack)
    return () => clearTimeout(timer)
  }, [isOpen])
  return (
    <>
      <Trouble />
      {open && message?.roomId === room.id && (
        <Suspense>
          {open.kind === 'menu' && (
            <PostMenu key={`${open.at.x} ${open.at.y}`} room={room} {...open} message={message} />
          )}
          {open.kind === 'emoji' && <ReactionPicker message={message} at={open.at} onClose={closeOverlay} />}
          {open.kind === 'delete' && <DeleteDialog message={message} />}
          {open.kind === 'edits' && <EditsDialog message={message} />}
          {open.kind === 'forward' && <ForwardDialog message={message} />}
        </Suspense>
      )}
    </>
  )
}

function Trouble() {
  const { t } = useWords()
  const problem = useOverlays(state => state.problem)
  if (!problem) return null
  return (
    <div className="message-trouble" role="alert">
      {problem.words}
      <IconButton name={t('app.closeDialog')} onClick={() => useOverlays.setState({ problem: null })}>
        <X size={15} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
