/** Where the messages of the open room stand on the screen. */
import type { App } from './app.ts'

/** Where on the screen a message stands, or `none` when it is not wholly on it. */
export function rowIsAt({ page }: App, seq: number): Promise<'top' | 'middle' | 'bottom' | 'none'> {
  return page.getByRole('log').evaluate((log, seq) => {
    const row = log.querySelector(`article[data-seq="${seq}"]`)
    if (!row) return 'none'
    const [{ top, bottom }, view] = [row.getBoundingClientRect(), log.getBoundingClientRect()]
    if (top < view.top || bottom > view.bottom) return 'none'
    const middle = ((top + bottom) / 2 - view.top) / view.height
    if (Math.abs(middle - 0.5) < 0.15) return 'middle'
    return middle < 0.5 ? 'top' : 'bottom'
  }, seq)
}

/** The `seq` of the first post that is whole on the screen. */
export function rowOnScreen({ page }: App): Promise<number> {
  return page.getByRole('log').evaluate(log => {
    const { top } = log.getBoundingClientRect()
    const rows = [...log.querySelectorAll<HTMLElement>('article[data-seq]')]
    return Number(rows.find(row => row.getBoundingClientRect().top >= top)?.dataset.seq)
  })
}

export type Scrolled = {
  seq: number
  jumps: { seq: number; pixels: number; time: number; frame: number }[]
}

/**
 * Scrolls so many times by so many pixels, and watches a row that stays on the screen: where, in any frame, it
 * stood more than a pixel elsewhere than scrolling alone would have put it. Returns which post the view came to, too.
 */
export function scrollAndWatch({ page }: App, step: number, times: number): Promise<Scrolled> {
  return page.getByRole('log').evaluate(
    async (log, { step, times }) => {
      const painted = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))
      const rows = () => [...log.querySelectorAll<HTMLElement>('article[data-seq]')]
      const topOf = (row: Element | null) => row?.getBoundingClientRect().top ?? Number.NaN
      const view = log.getBoundingClientRect()
      // Who was taken somewhere is there when what is around it is laid out.
      for (let quiet = 0, before = ''; quiet < 20; await painted()) {
        const now = `${log.scrollTop} ${log.scrollHeight}`
        quiet = now === before ? quiet + 1 : 0
        before = now
      }
      const jumps: Scrolled['jumps'] = []
      for (let time = 0; time < times; time++) {
        // It is seen before and after.
        const [from, to] = [Math.max(view.top, view.top + step), Math.min(view.bottom, view.bottom + step)]
        const row = rows().find(row => topOf(row) >= from && row.getBoundingClientRect().bottom <= to)
        if (!row) throw new Error('No row stays on the screen.')
        const { seq } = row.dataset
        const [top, scrolled] = [topOf(row), log.scrollTop]
        log.scrollBy(0, step)
        const expected = top - (log.scrollTop - scrolled)
        for (let frame = 0; frame < 6; frame++) {
          await painted()
          const pixels = topOf(log.querySelector(`article[data-seq="${seq}"]`)) - expected
          if (!(Math.abs(pixels) <= 1)) jumps.push({ seq: Number(seq), pixels, time, frame })
        }
      }
      const first = rows().find(row => topOf(row) >= view.top)
      return { jumps, seq: Number(first?.dataset.seq) }
    },
    { step, times },
  )
}
