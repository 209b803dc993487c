/** What was measured, as a table for people and as JSON for comparing runs. */
import type { ContenderName } from './contenders.ts'

/** One line of the table. Demands compare Chatter with the bare relay, with another, or with a number. */
export type Row = {
  measure: string
  unit: string
  values: Partial<Record<ContenderName | 'window', number>>
  /** Chatter's value divided by that of {@link Demand.against}. */
  demand?: Demand
}

export type Demand = {
  is: 'at least' | 'at most'
  times?: number
  value?: number
  against?: ContenderName | 'window'
}

export type Verdict = { ratio: number | undefined; demanded: string; passed: boolean | undefined }

export function judge({ values, demand }: Row): Verdict {
  const chatter = values.chatter ?? Number.NaN
  if (!demand) return { ratio: undefined, demanded: '', passed: undefined }
  const { is, times, value, against = 'bare' } = demand
  const compared = times === undefined ? chatter : chatter / (values[against] ?? Number.NaN)
  const limit = times ?? value ?? Number.NaN
  const passed = is === 'at least' ? compared >= limit : compared <= limit
  const demanded = `${is} ${+limit.toFixed(2)}${times === undefined ? '' : ` x ${against}`}`
  return { ratio: times === undefined ? undefined : compared, demanded, passed }
}

const columns = ['chatter', 'bare', 'insert', 'window'] as const

export function formatTable(rows: readonly Row[]): string {
  const head = ['', 'unit', 'Chatter', 'bare', 'one INSERT', 'window', 'ratio', 'demanded', '']
  const body = rows.map(row => {
    const { ratio, demanded, passed } = judge(row)
    const verdict = passed === undefined ? '' : passed ? 'pass' : 'FAIL'
    const numbers = columns.map(column => formatNumber(row.values[column]))
    return [row.measure, row.unit, ...numbers, formatNumber(ratio), demanded, verdict]
  })
  return align([head, ...body])
}

function align(lines: string[][]) {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map(line => line[column]!.length)))
  const isNumber = (column: number) => column >= 2 && column <= 6
  return lines
    .map(line =>
      line.map((cell, column) =>
        isNumber(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      ),
    )
    .map(cells => cells.join('  ').trimEnd())
    .join('\n')
}

function formatNumber(value: number | undefined) {
  if (value === undefined) return ''
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en')
  return value.toFixed(2)
}
