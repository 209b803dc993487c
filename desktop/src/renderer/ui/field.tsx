import { clsx } from 'clsx'
import { type ComponentProps, type ReactNode, type Ref, useId } from 'react'
import './field.css'

type FieldProps = Omit<ComponentProps<'input'>, 'onChange'> & {
  label: string
  /** What is wrong, in the reader's language; empty when nothing is. */
  error?: string | undefined
  /** What helps, shown while nothing is wrong. */
  help?: ReactNode
  /** Stands at the end, inside the frame. */
  end?: ReactNode
  /** Stands below the frame, above help and error. */
  below?: ReactNode
  ref?: Ref<HTMLInputElement>
  onText: (text: string) => void
}

/** A labelled line of text with its help and its error, tied together for screen readers. */
export function Field({ label, error, help, end, below, onText, className, ...input }: FieldProps) {
  const id = useId()
  const noteId = `${id}note`
  const note = error || help
  return (
    <div className={clsx('field', className)}>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <div className={clsx('field-frame', error && 'field-wrong')}>
        <input
          id={id}
          className="field-input"
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? noteId : undefined}
          onChange={event => onText(event.currentTarget.value)}
          {...input}
        />
        {end}
      </div>
      {below}
      {note && (
        <div
          id={noteId}
          className={clsx('field-note', error && 'field-error')}
          role={error ? 'alert' : undefined}
        >
          {note}
        </div>
      )}
    </div>
  )
}
