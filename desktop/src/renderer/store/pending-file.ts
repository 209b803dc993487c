import type { ErrorCode } from '@chatter/shared/errors.ts'

/** A file that is to be posted, and how far it is. Its bytes are on this machine's disk, whatever becomes of the original. */
export type PendingFile = {
  /** Made here; the server gives the attachment another one. */
  id: string
  /** As the person called it; the server may write it otherwise. */
  name: string
  /** In bytes. */
  size: number
  /** Media type, in lower case. */
  type: string
  /** In pixels, of pictures and films. */
  width?: number
  height?: number
  /** In seconds, of what is played. */
  duration?: number
  thumbnail?: Blob
  blob: Blob
  progress: FileProgress
}

/** `sent` counts bytes that the server has. */
export type FileProgress =
  /** It is copied, looked at and hashed. It may stand in a tray meanwhile. */
  | { state: 'preparing' }
  /** Ready to go: in a tray, behind other files, or without a connection. */
  | { state: 'waiting'; sent: number }
  /** `speed` is in bytes per second, smoothed. */
  | { state: 'sending'; sent: number; speed?: number; secondsLeft?: number }
  | { state: 'paused'; sent: number }
  | { state: 'done'; attachmentId: string }
  /** Its bytes are not on this machine any more: the app was killed before they were copied. */
  | { state: 'missing' }
  /** The server does not take it, or it cannot be read; it stays so until it is sent again. */
  | { state: 'refused'; reason: ErrorCode }

/** Whether a post with this file cannot go as it is. */
export function isStuck(file: PendingFile | undefined): boolean {
  return !file || file.progress.state === 'missing' || file.progress.state === 'refused'
}
