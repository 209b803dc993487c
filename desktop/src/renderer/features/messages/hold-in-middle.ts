/** A message that one was taken to has come to rest when nothing moved for so many frames. */
const restAfter = 20

/** It is not held for longer than this, in milliseconds, whatever goes on around it. */
const holdsFor = 3000

/** What a person goes elsewhere with, and so ends the hold. */
const hands = ['wheel', 'pointerdown', 'keydown', 'touchstart'] as const

/**
 * Holds a message in the middle of the view, or as near to it as the ends of the room allow, until everything around it is laid
 * out: rows that are measured late would push it away. Returns what lets go of it.
 */
export function holdInMiddle(view: HTMLElement, seq: number): () => void {
  const begin = performance.now()
  let [quiet, before] = [0, '']
  let frame = requestAnimationFrame(function hold() {
    putInMiddle(view, seq)
    const now = `${view.scrollTop} ${view.scrollHeight}`
    quiet = now === before ? quiet + 1 : 0
    before = now
    if (quiet < restAfter && performance.now() - begin < holdsFor) frame = requestAnimationFrame(hold)
    else letGo()
  })
  function letGo() {
    cancelAnimationFrame(frame)
    for (const hand of hands) window.removeEventListener(hand, letGo, { capture: true })
  }
  for (const hand of hands) window.addEventListener(hand, letGo, { capture: true, passive: true })
  return letGo
}

/** Of what is higher than the view, the beginning is shown. */
function putInMiddle(view: HTMLElement, seq: number) {
  const row = view.querySelector(`article[data-seq="${seq}"]`)
  if (!row) return
  const [{ top, height }, frame] = [row.getBoundingClientRect(), view.getBoundingClientRect()]
  const away = top - frame.top - Math.max(0, (frame.height - height) / 2)
  if (Math.abs(away) > 1) view.scrollTop += away
}
