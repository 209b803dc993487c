import type { Message } from '@chatter/shared/messages.ts'
import { type KeyboardEvent, type MouseEvent, useState } from 'react'
import { openOverlay, pointBelow, useOverlays } from './message-overlays.ts'

/** Whether the pointer or the keys are at a message, or something of it is open; and the ways to its menu. */
export function usePostReach(message: Message | undefined, isActive: boolean) {
  const [isHovered, setHovered] = useState(false)
  const isOpen = useOverlays(
    ({ open }) =>
      open !== null && open.message.seq === message?.seq && open.message.roomId === message.roomId,
  )
  const listeners = {
    onPointerEnter: () => setHovered(true),
    onPointerLeave: () => setHovered(false),
    onContextMenu: (event: MouseEvent<HTMLElement>) => {
      if (!message || isOthers(event)) return
      event.preventDefault()
      openOverlay({ kind: 'menu', message, at: pointOf(event), isByKeys: event.button !== 2 })
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (!message || event.key !== 'Enter' || event.target !== event.currentTarget) return
      event.preventDefault()
      openOverlay({ kind: 'menu', message, at: startOf(event.currentTarget), isByKeys: true })
    },
  }
  return { isReached: isHovered || isActive || isOpen, listeners }
}

/** Links and selected words have a menu of the system, with which they are copied. */
function isOthers({ target }: MouseEvent): boolean {
  return (target as Element).closest('a') !== null || getSelection()?.isCollapsed === false
}

/** The menu key has no place of its own. */
function pointOf({ clientX, clientY, currentTarget }: MouseEvent<HTMLElement>) {
  return clientX > 0 || clientY > 0 ? { x: clientX, y: clientY } : startOf(currentTarget)
}

function startOf(post: HTMLElement) {
  const { x } = pointBelow(post.querySelector('.post-side') ?? post)
  return { x, y: post.getBoundingClientRect().top + 28 }
}
