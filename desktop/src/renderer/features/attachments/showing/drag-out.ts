/** Dragging files out of the app, to the desktop or into another program. */
import type { Attachment } from '@chatter/shared/attachments.ts'
import type { DragEvent } from 'react'
import { toSave } from './downloads.ts'

/**
 * For `onDragStart`. The file has to be on this machine before it can be taken along: it is brought while the pointer moves,
 * and when the pointer was let go meanwhile, the next time finds it there.
 */
export function dragOut(event: DragEvent, serverUrl: string, attachment: Attachment): void {
  event.preventDefault()
  event.stopPropagation()
  let isHeld = true
  const letGo = () => {
    isHeld = false
  }
  // A drag that was prevented leaves the pointer to the page, whose end is heard.
  window.addEventListener('pointerup', letGo, { once: true, capture: true })
  window.addEventListener('blur', letGo, { once: true })
  const files = [toSave(serverUrl, attachment)]
  window.bridge
    .ask('file:prepare', { files })
    .then(
      isReady =>
        isReady && isHeld && window.bridge.ask('file:drag', { files: [{ serverUrl, id: attachment.id }] }),
    )
    .catch(error => console.warn('A file could not be dragged.', error))
    .finally(() => {
      window.removeEventListener('pointerup', letGo, { capture: true })
      window.removeEventListener('blur', letGo)
    })
}
