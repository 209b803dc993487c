import { type DragEvent, useRef, useState } from 'react'
import { type Chosen, chosenFrom, hasFiles } from './chosen.ts'

/** Lets files be dropped on an element: whether some hang over it, and what it has to listen to. */
export function useFileDrop(onDrop: (chosen: Chosen) => void) {
  const [isOver, setOver] = useState(false)
  /** Leaving a child for another one is not leaving. */
  const depth = useRef(0)
  const only = (act: (event: DragEvent) => void) => (event: DragEvent) => {
    if (!hasFiles(event.dataTransfer)) return
    event.preventDefault()
    act(event)
  }
  const end = () => {
    depth.current = 0
    setOver(false)
  }
  const listeners = {
    onDragEnter: only(() => {
      depth.current++
      setOver(true)
    }),
    onDragOver: only(event => {
      event.dataTransfer.dropEffect = 'copy'
    }),
    onDragLeave: only(() => {
      if (--depth.current <= 0) end()
    }),
    onDrop: only(event => {
      end()
      onDrop(chosenFrom(event.dataTransfer))
    }),
  }
  return { isOver, listeners }
}
