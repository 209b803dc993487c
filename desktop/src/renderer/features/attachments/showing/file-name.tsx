import { splitName } from './looks.ts'
import './file-name.css'

/** A name on one line. Where it is too long its middle is left out: the ending says what it is. */
export function FileName({ name }: { name: string }) {
  const { start, end } = splitName(name)
  return (
    <span className="file-name" dir="auto">
      <span className="file-name-start">{start}</span>
      {end && <span className="file-name-end">{end}</span>}
    </span>
  )
}
