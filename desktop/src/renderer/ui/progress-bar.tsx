import { clsx } from 'clsx'
import './progress-bar.css'

type ProgressBarProps = {
  /** What is on its way: a bar alone says nothing to those who do not see it. */
  name: string
  /** So much of it is there, from 0 to 1. */
  share: number
  /** It stands still, and goes on later. */
  isResting?: boolean
  className?: string
}

/** How far something is. */
export function ProgressBar({ name, share, isResting, className }: ProgressBarProps) {
  return (
    <progress
      className={clsx('progress-bar', isResting && 'progress-bar-resting', className)}
      aria-label={name}
      value={share}
    />
  )
}
