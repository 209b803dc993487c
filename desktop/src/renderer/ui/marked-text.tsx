import { Fragment } from 'react'

type MarkedProps = { text: string; ranges: readonly { start: number; end: number }[] }

/** Text with the parts of it that were searched for. */
export function MarkedText({ text, ranges }: MarkedProps) {
  let end = 0
  const parts = ranges.map(range => {
    const before = text.slice(end, range.start)
    end = range.end
    return (
      <Fragment key={range.start}>
        {before}
        <mark>{text.slice(range.start, range.end)}</mark>
      </Fragment>
    )
  })
  return (
    <>
      {parts}
      {text.slice(end)}
    </>
  )
}
