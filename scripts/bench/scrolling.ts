/**
 * Scrolls a list as somebody does who spins the wheel, and counts the frames that were missed. All functions here run in
 * the page, so each stands for itself.
 */

/** Pixels in a second: a wheel that spins freely gives 90 notches of 100 pixels, which is more than ten screens. */
export const speed = 9_000

export type Frames = { painted: number; missed: number }

export function shareMissed({ painted, missed }: Frames): number {
  return missed / (painted + missed)
}

/**
 * The list moves by the time that has passed, in each frame once, as it does under a wheel. A frame was missed when the
 * next one begins later than the screen's pace of 60 in a second; what takes longer than its own frame counts as often as
 * frames went by.
 */
export async function scrollDown({ pace, longest }: { pace: number; longest: number }): Promise<Frames> {
  const frame = 1000 / 60
  const nextFrame = () => new Promise<number>(resolve => requestAnimationFrame(resolve))
  const log = document.querySelector<HTMLElement>('[role=log]')!
  const frames = { painted: 0, missed: 0 }
  const start = await nextFrame()
  for (let last = start; log.scrollHeight - log.scrollTop - log.clientHeight > 2; frames.painted++) {
    const now = await nextFrame()
    frames.missed += Math.max(0, Math.round((now - last) / frame) - 1)
    log.scrollTop += (pace * (now - last)) / 1000
    last = now
    if (now - start > longest) break
  }
  return frames
}

/** The frames that this machine misses while nothing happens in the window. */
export async function rest(milliseconds: number): Promise<Frames> {
  const nextFrame = () => new Promise<number>(resolve => requestAnimationFrame(resolve))
  const frames = { painted: 0, missed: 0 }
  const start = await nextFrame()
  for (let last = start; last - start < milliseconds; frames.painted++) {
    const now = await nextFrame()
    frames.missed += Math.max(0, Math.round(((now - last) * 60) / 1000) - 1)
    last = now
  }
  return frames
}

/** A list of as many rows as the lobby has messages, of plain text that never changes: all that a browser has to do for it. */
export function writePlainList(rows: readonly string[]): void {
  document.body.style.margin = '0'
  const log = document.createElement('div')
  log.role = 'log'
  log.style.cssText = 'height: 100vh; overflow-y: auto; font: 15px/23px sans-serif'
  for (const text of rows) {
    const row = document.createElement('p')
    row.style.cssText = 'margin: 0; padding: 3px 320px 17px 60px'
    row.textContent = text
    log.append(row)
  }
  document.body.append(log)
}
