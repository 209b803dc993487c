import type { CSSProperties, ReactNode } from 'react'
import { avatarColor, initials } from '../lib/avatars.ts'
import './avatar.css'

const letterSizes = {
  18: '8px',
  28: 'var(--size-tiny)',
  36: 'var(--size-ui)',
  48: 'var(--size-heading)',
  72: '26px',
} as const

type AvatarProps = {
  account: { id: number; displayName: string }
  size: keyof typeof letterSizes
  /** Sits on the lower corner: how the person is now. */
  children?: ReactNode
}

/** The generated picture of a person. It says nothing aloud, because the name always stands beside it. */
export function Avatar({ account, size, children }: AvatarProps) {
  const style = {
    '--avatar-size': `${size}px`,
    '--avatar-letters': letterSizes[size],
    '--avatar-color': avatarColor(account.id),
  } as CSSProperties
  return (
    <span className="avatar" style={style} aria-hidden="true">
      <span className="avatar-letters" data-letters={initials(account.displayName)} />
      {children}
    </span>
  )
}
