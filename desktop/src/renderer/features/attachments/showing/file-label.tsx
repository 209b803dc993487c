import type { ReactNode } from 'react'
import { FileName } from './file-name.tsx'
import './file-label.css'

type LabelProps = {
  name: string
  /** In place of its name, while that is written. */
  field?: ReactNode
  /** How large it is, and how it stands. */
  facts: ReactNode
  children?: ReactNode
}

/** What a file is called, and what is said of it below that. */
export function FileLabel({ name, field, facts, children }: LabelProps) {
  return (
    <span className="file-label">
      {field || <FileName name={name} />}
      <span className="file-facts count">{facts}</span>
      {children}
    </span>
  )
}

/** Among the facts: why it cannot be had or sent. */
export function FileProblem({ children, role }: { children: ReactNode; role?: 'alert' }) {
  return (
    <span className="file-problem" role={role}>
      {children}
    </span>
  )
}
