import { followComposition, type KeyPress, noComposition } from './composition.ts'

const eventTypes = [
  'compositionstart',
  'compositionend',
  'keydown',
  'keyup',
  'beforeinput',
  'focusout',
] as const

/** Carries a key press out; true when it meant something here, so that the browser shall do nothing more with it. */
export type KeyAction = (press: KeyPress, event: KeyboardEvent | null) => boolean

/**
 * Listens to the keys of one text input, without those that belong to the input method.
 * @returns a function that stops listening
 */
export function listenToKeys(input: HTMLElement, act: KeyAction): () => void {
  let composition = noComposition
  const follow = (event: Event) => {
    const [after, verdict] = followComposition(composition, withShift(event))
    composition = after
    if (verdict.is === 'act') {
      if (act(verdict.press, event instanceof KeyboardEvent ? event : null)) event.preventDefault()
    } else if (verdict.is === 'hold') event.preventDefault()
    // Some engines put the committed text into the input only after this event.
    else if (verdict.is === 'act-after')
      setTimeout(() => act(verdict.press, null) || catchUp(input, verdict.press))
    else if (verdict.is === 'input-method') event.stopPropagation()
  }
  for (const type of eventTypes) input.addEventListener(type, follow)
  return () => {
    for (const type of eventTypes) input.removeEventListener(type, follow)
  }
}

/** What the browser would have done with a key that was held back, and that means nothing here. */
function catchUp(input: HTMLElement, { key }: KeyPress) {
  // Nothing else enters a line break as if it were typed, so that it can be undone.
  if (key === 'Enter' && input instanceof HTMLTextAreaElement && document.activeElement === input)
    document.execCommand('insertLineBreak')
}

let isShiftDown = false
if (typeof window !== 'undefined')
  for (const type of ['keydown', 'keyup'] as const)
    window.addEventListener(type, event => (isShiftDown = event.shiftKey), { capture: true })

/** `beforeinput` does not tell whether Shift is held. */
function withShift(event: Event) {
  if (event.type !== 'beforeinput') return event as KeyboardEvent
  return { type: event.type, inputType: (event as InputEvent).inputType, shiftKey: isShiftDown }
}
