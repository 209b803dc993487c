import { type ComponentProps, useId } from 'react'
import './field.css'

type TextAreaProps = Omit<ComponentProps<'textarea'>, 'onChange'> & {
  label: string
  error?: string | undefined
  help?: string
  onText: (text: string) => void
}

/** A labelled text of several lines. */
export function TextArea({ label, error, help, onText, ...input }: TextAreaProps) {
  const id = useId()
  const note = error || help
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <div className={error ? 'field-frame field-wrong' : 'field-frame'}>
        <textarea
          id={id}
          className="field-input field-area"
          rows={3}
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? `${id}note` : undefined}
          onChange={event => onText(event.currentTarget.value)}
          {...input}
        />
      </div>
      {note && (
        <div
          id={`${id}note`}
          className={error ? 'field-note field-error' : 'field-note'}
          role={error ? 'alert' : undefined}
        >
          {note}
        </div>
      )}
    </div>
  )
}
