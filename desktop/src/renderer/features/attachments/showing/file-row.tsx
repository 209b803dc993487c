import type { ComponentProps, ReactNode } from 'react'
import { FileLabel } from './file-label.tsx'
import './file-row.css'

type RowProps = ComponentProps<typeof FileLabel> & {
  picture: ReactNode
  /** What can be done with it. */
  actions?: ReactNode
}

/** A file that is on its way, in a list of such: what it is, how far it is, and what can be done. */
export function FileRow({ picture, actions, ...label }: RowProps) {
  return (
    <li className="file-row">
      {picture}
      <FileLabel {...label} />
      {actions && <span className="file-row-actions">{actions}</span>}
    </li>
  )
}
