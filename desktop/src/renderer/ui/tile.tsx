import { clsx } from 'clsx'
import type { CSSProperties, ReactNode } from 'react'
import './tile.css'

type TileProps = {
  /** In pixels, as avatars have it. */
  size: 28 | 36 | 48
  isAccented?: boolean
  /** An icon. */
  children: ReactNode
}

/** Stands where a person would have their avatar, for a room or for everybody. */
export function Tile({ size, isAccented, children }: TileProps) {
  return (
    <span
      className={clsx('tile', isAccented && 'tile-accented')}
      style={{ '--tile-size': `${size}px` } as CSSProperties}
    >
      {children}
    </span>
  )
}
