import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { Spinner } from './spinner.tsx'
import './button.css'

type ButtonProps = ComponentProps<'button'> & {
  look?: 'strong' | 'plain' | 'quiet' | 'danger'
  size?: 'small' | 'normal' | 'wide'
  /** Shows that it works, and takes no second click meanwhile. */
  isBusy?: boolean
}

export function Button({
  look = 'plain',
  size = 'normal',
  isBusy,
  children,
  className,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      className={clsx('button', `button-${look}`, `button-${size}`, className)}
      aria-busy={isBusy || undefined}
      aria-disabled={isBusy || undefined}
      onClick={event => (isBusy ? event.preventDefault() : onClick?.(event))}
      {...rest}
    >
      {isBusy && <Spinner />}
      {children}
    </button>
  )
}

/** A button with a picture only. Its name is read aloud, and shown as a hint. */
export function IconButton({
  name,
  className,
  children,
  ...rest
}: ComponentProps<'button'> & { name: string }) {
  return (
    <button
      type="button"
      className={clsx('icon-button', className)}
      aria-label={name}
      data-hint={name}
      {...rest}
    >
      {children}
    </button>
  )
}
