/**
 * Which key presses in a text input are the person's wish, and which belong to the input method. Pure: fed with DOM
 * events in the order that they arrive, see `composition.traces/` for what browsers and input methods really send.
 *
 * - With Hangul the Enter that ends a syllable arrives twice: once for the input method (229), once for us. One press
 *   therefore commits and sends.
 * - With Kana and Han it arrives once, for the input method. The first press therefore only commits.
 */

/** The part of a DOM event that decides. */
export type InputEventLike = {
  type: string
  key?: string
  code?: string
  keyCode?: number
  isComposing?: boolean
  shiftKey?: boolean
  inputType?: string
}

/** A key that the person pressed for us. */
export type KeyPress = { key: string; shift: boolean }

export type Composition = {
  isComposing: boolean
  /** Pressed for us while text was still being composed; acted on when that text is committed. */
  held: KeyPress | null
  /** The Enter that is down now, so that a line break can be told from one that nobody asked for. */
  enter: 'none' | 'for-input-method' | 'for-us'
}

/** What to do about an event: nothing, act on a key now, act on it after the input method is done, or wait and keep it back. */
export type Verdict =
  | { is: 'nothing' }
  | { is: 'input-method' }
  | { is: 'act'; press: KeyPress }
  | { is: 'act-after'; press: KeyPress }
  | { is: 'hold' }

export const noComposition: Composition = { isComposing: false, held: null, enter: 'none' }

const nothing: Verdict = { is: 'nothing' }

/** Folds one event, and tells what it means. */
export function followComposition(before: Composition, event: InputEventLike): [Composition, Verdict] {
  switch (event.type) {
    case 'compositionstart':
      return [{ ...before, isComposing: true }, nothing]
    case 'compositionend':
      return endComposition(before)
    case 'keydown':
      return followKey(before, event)
    case 'keyup':
      return [event.key === 'Enter' ? { ...before, enter: 'none' } : before, nothing]
    case 'beforeinput':
      return followLineBreak(before, event)
    case 'blur':
    case 'focusout':
      return [noComposition, nothing]
    default:
      return [before, nothing]
  }
}

function endComposition({ enter, held }: Composition): [Composition, Verdict] {
  const after = { isComposing: false, held: null, enter }
  return [after, held ? { is: 'act-after', press: held } : nothing]
}

function followKey(before: Composition, event: InputEventLike): [Composition, Verdict] {
  const isEnter = event.key === 'Enter' || event.code === 'Enter' || event.code === 'NumpadEnter'
  if (isForInputMethod(event))
    return [isEnter ? { ...before, enter: 'for-input-method' } : before, { is: 'input-method' }]
  const press = { key: event.key ?? '', shift: event.shiftKey ?? false }
  const after: Composition = isEnter ? { ...before, enter: 'for-us' } : before
  // A browser that tells knows better than what was counted: an end may have gone to an input that is gone.
  if (event.isComposing === false)
    return [
      { ...after, isComposing: false, held: null },
      { is: 'act', press },
    ]
  // A key may be let through before its syllable is committed: acting now would lose it, or leave it behind.
  if (before.isComposing && isEnter) return [{ ...after, held: press }, { is: 'hold' }]
  return before.isComposing ? [after, { is: 'input-method' }] : [after, { is: 'act', press }]
}

/** WebKit says 229 after it has ended the composition, others say `isComposing`, and Windows names the key `Process`. */
export function isForInputMethod({
  isComposing,
  keyCode,
  key,
}: Pick<InputEventLike, 'isComposing' | 'keyCode' | 'key'>): boolean {
  return isComposing === true || keyCode === 229 || key === 'Process'
}

/** A line break whose key press was never shown to us: some input methods commit and insert it by themselves. */
function followLineBreak(before: Composition, event: InputEventLike): [Composition, Verdict] {
  const isLineBreak = event.inputType === 'insertLineBreak' || event.inputType === 'insertParagraph'
  if (!isLineBreak || before.enter !== 'for-input-method') return [before, nothing]
  const press = { key: 'Enter', shift: event.shiftKey ?? false }
  const after: Composition = { ...before, enter: 'none' }
  return before.isComposing ? [{ ...after, held: press }, { is: 'hold' }] : [after, { is: 'act', press }]
}
