/** Writes as the keyboard does, so that it can be undone, in place of what is selected or of `back` characters before the cursor. */
export function writeAtCursor(input: HTMLTextAreaElement, text: string, back = 0): void {
  input.focus()
  if (back > 0) input.setSelectionRange(Math.max(0, input.selectionStart - back), input.selectionEnd)
  // There is no other way that keeps what can be undone.
  if (document.execCommand('insertText', false, text)) return
  input.setRangeText(text, input.selectionStart, input.selectionEnd, 'end')
  input.dispatchEvent(new InputEvent('input', { bubbles: true }))
}
