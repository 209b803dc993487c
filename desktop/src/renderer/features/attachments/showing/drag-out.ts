/** Dragging files out of the app, to the desktop or into another program. */
import type { DragEvent } from 'react'
import { create } from 'zustand'
import type { FileAddress, FileToSave, Prepared } from '../../../../bridge/bridge.ts'

/** `coming`: while it is held; `here`: it was let go before it came, and can be taken now. Else why it could not be dragged. */
export type DragState = 'coming' | 'here' | Exclude<Prepared, 'ready'>

const useDragStates = create<Readonly<Record<string, DragState>>>(() => ({}))

const keyOf = ({ serverUrl, id }: FileAddress) => `${serverUrl} ${id}`

/** What is to be told of dragging a file; nothing while nobody does, and while nothing is in the way. */
export function useDragState(file: FileAddress): DragState | undefined {
  return useDragStates(states => states[keyOf(file)])
}

/** Bringing it takes no longer as a rule, and then nothing is told of it, in milliseconds. */
const unnoticed = 400
/** So long what became of it can be read, in milliseconds. */
const told = 15_000

/**
 * For `onDragStart`. The file has to be on this machine before it can be taken along: it is brought while the pointer moves,
 * and when the pointer was let go meanwhile, the next time finds it there.
 * @param bring gives the app's own process what only the page has
 */
export function dragOut(event: DragEvent, file: FileToSave, bring?: () => Promise<void>): void {
  event.preventDefault()
  event.stopPropagation()
  let isHeld = true
  const letGo = () => {
    isHeld = false
  }
  // A drag that was prevented leaves the pointer to the page, whose end is heard.
  window.addEventListener('pointerup', letGo, { once: true, capture: true })
  window.addEventListener('blur', letGo, { once: true })
  tell(file, undefined)
  const coming = setTimeout(tell, unnoticed, file, 'coming')
  take(file, () => isHeld, bring)
    .catch(error => console.warn('A file could not be dragged.', error))
    .then(state => {
      clearTimeout(coming)
      tell(file, state ?? undefined)
      window.removeEventListener('pointerup', letGo, { capture: true })
      window.removeEventListener('blur', letGo)
    })
}

async function take(
  file: FileToSave,
  isHeld: () => boolean,
  bring?: () => Promise<void>,
): Promise<DragState | undefined> {
  await bring?.()
  const prepared = await window.bridge.ask('file:prepare', { files: [file] })
  if (prepared !== 'ready') return prepared
  if (!isHeld()) return 'here'
  const { serverUrl, id } = file
  await window.bridge.ask('file:drag', { files: [{ serverUrl, id }] })
  return undefined
}

function tell(file: FileAddress, state: DragState | undefined) {
  const key = keyOf(file)
  const { [key]: before, ...others } = useDragStates.getState()
  if (before === state) return
  useDragStates.setState(state ? { ...others, [key]: state } : others, true)
  if (state && state !== 'coming')
    setTimeout(() => useDragStates.getState()[key] === state && tell(file, undefined), told)
}
