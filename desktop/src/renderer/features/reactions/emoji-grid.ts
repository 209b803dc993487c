/** The picker's emoji in rows, and the way of the keys through them. Pure. */
import { type Emoji, emojiGroups } from './emoji-search.ts'

export const columns = 9

/** The group -1 is what was used recently. */
export type GridRow = { is: 'heading'; group: number } | { is: 'cells'; cells: readonly Emoji[] }

export type Place = { row: number; column: number }

/** Lays emoji out: in their groups where `recent` stands before them, else, after a search, as they come. */
export function layGrid(emoji: readonly Emoji[], recent: readonly Emoji[]): GridRow[] {
  if (recent.length === 0) return inRows(emoji)
  const groups = emojiGroups.map(({ group }) => ({
    group,
    cells: emoji.filter(each => each.group === group),
  }))
  return [{ group: -1, cells: [...new Set(recent)] }, ...groups]
    .filter(({ cells }) => cells.length > 0)
    .flatMap(({ group, cells }): GridRow[] => [{ is: 'heading', group }, ...inRows(cells)])
}

function inRows(emoji: readonly Emoji[]): GridRow[] {
  return Array.from({ length: Math.ceil(emoji.length / columns) }, (_, row) => ({
    is: 'cells',
    cells: emoji.slice(row * columns, (row + 1) * columns),
  }))
}

/** Where an arrow key leads; undefined when it leads nowhere, or is none. */
export function moveInGrid(rows: readonly GridRow[], { row, column }: Place, key: string): Place | undefined {
  if (key === 'ArrowRight')
    return column + 1 < widthOf(rows[row]) ? { row, column: column + 1 } : startOf(nextRow(rows, row, 1))
  if (key === 'ArrowLeft') {
    if (column > 0) return { row, column: column - 1 }
    const above = nextRow(rows, row, -1)
    return above === undefined ? undefined : { row: above, column: widthOf(rows[above]) - 1 }
  }
  const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
  const to = step === 0 ? undefined : nextRow(rows, row, step)
  return to === undefined ? undefined : { row: to, column: Math.min(column, widthOf(rows[to]) - 1) }
}

function startOf(row: number | undefined): Place | undefined {
  return row === undefined ? undefined : { row, column: 0 }
}

/** The next row that has emoji. */
function nextRow(rows: readonly GridRow[], row: number, step: 1 | -1): number | undefined {
  for (let at = row + step; at >= 0 && at < rows.length; at += step) if (widthOf(rows[at]) > 0) return at
  return undefined
}

function widthOf(row: GridRow | undefined): number {
  return row?.is === 'cells' ? row.cells.length : 0
}
