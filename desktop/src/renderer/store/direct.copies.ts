/** Which files went directly from this device and are here still, and which message each of them came with: it goes with that. */
import type { Message } from '@chatter/shared/messages.ts'
import type { Sent, SentDirectly } from './direct.sent.ts'

/** The message that a copy belongs to, once it is posted. */
type Place = { roomId: number; seq?: number | undefined }

export type CopiesOptions = { sent: Sent; onChange: (attachmentIds: ReadonlySet<string>) => void }

export function createCopies({ sent, onChange }: CopiesOptions) {
  const places = new Map<string, Place>()
  /** One blob of each, however often it is shown. */
  const blobs = new Map<string, Promise<Blob | undefined>>()
  let restored: Promise<void> | undefined
  const tell = () => onChange(new Set(places.keys()))

  async function forget(attachmentId: string) {
    blobs.delete(attachmentId)
    if (places.delete(attachmentId)) tell()
    await sent.forget(attachmentId)
  }

  async function restore() {
    for (const { attachmentId, roomId, seq } of await sent.list()) places.set(attachmentId, { roomId, seq })
    tell()
  }

  return {
    forget,
    read(attachmentId: string): Promise<Blob | undefined> {
      const blob = blobs.get(attachmentId) ?? sent.read(attachmentId).then(file => file?.blob)
      blobs.set(attachmentId, blob)
      blob.then(
        found => found || blobs.delete(attachmentId),
        () => blobs.delete(attachmentId),
      )
      return blob
    },
    restore() {
      restored ??= restore()
      return restored
    },
    async keep(file: SentDirectly) {
      places.set(file.attachmentId, file)
      const swept = await sent.keep(file)
      for (const attachmentId of swept) {
        places.delete(attachmentId)
        blobs.delete(attachmentId)
      }
      tell()
    },
    /** Notes with which message a copy came, and forgets what came with one that was deleted. */
    async attend(messages: readonly Message[]) {
      await restored
      for (const { roomId, seq, deletedAt, attachments = [] } of places.size > 0 ? messages : []) {
        for (const { id } of attachments)
          if (places.has(id) && places.get(id)!.seq !== seq) {
            places.set(id, { roomId, seq })
            await sent.place(id, seq)
          }
        if (deletedAt !== undefined)
          for (const [id, place] of places) if (place.roomId === roomId && place.seq === seq) await forget(id)
      }
    },
  }
}
