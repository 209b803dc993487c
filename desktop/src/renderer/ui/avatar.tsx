import { clsx } from 'clsx'
import type { CSSProperties, ReactNode } from 'react'
import { avatarColor, initials } from '../lib/avatars.ts'
import './avatar.css'

type AvatarProps = {
  account: { id: number; displayName: string }
  size: 28 | 36 | 48 | 72
  /** Sits on the lower corner: how the person is now. */
  children?: ReactNode
}

/** The generated picture of a person. It says nothing aloud, because the name always stands beside it. */
export function Avatar({ account, size, children }: AvatarProps) {
  const letters = initials(account.displayName)
  const style = { '--avatar-size': `${size}px`, '--avatar-color': avatarColor(account.id) } as CSSProperties
  return (
    <span className="avatar" style={style} aria-hidden="true">
      <span className={clsx('avatar-letters', letters.length > 1 && 'avatar-two-letters')}>{letters}</span>
      {children}
    </span>
  )
}
