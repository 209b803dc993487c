/** Which pictures are looked at alone, and which of them. */
import type { Attachment } from '@chatter/shared/attachments.ts'
import { createAccountStore } from '../../../lib/account-store.ts'

type LightboxState = { open: { pictures: readonly Attachment[]; at: number } | null }

export const useLightbox = createAccountStore<LightboxState>(() => ({ open: null }))

export function openLightbox(pictures: readonly Attachment[], chosen: Attachment): void {
  const at = Math.max(
    0,
    pictures.findIndex(({ id }) => id === chosen.id),
  )
  useLightbox.setState({ open: { pictures, at } })
}

export function closeLightbox(): void {
  useLightbox.setState({ open: null })
}

/** Goes to another one, and stays where there is none. */
export function stepLightbox(by: number): void {
  useLightbox.setState(({ open }) => {
    if (!open) return { open }
    const at = Math.min(open.pictures.length - 1, Math.max(0, open.at + by))
    return { open: at === open.at ? open : { ...open, at } }
  })
}
