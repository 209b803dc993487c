import type { Attachment } from '@chatter/shared/attachments.ts'
import { FileCard } from './file-card.tsx'
import { isInTrouble, useSaving } from './save-actions.tsx'

/** On a picture there is no room for why it could not be saved or dragged: it stands as a file below, too, as long as that is so. */
export function NotSaved({ attachment, isMine }: { attachment: Attachment; isMine: boolean }) {
  return isInTrouble(useSaving(attachment)) ? <FileCard attachment={attachment} isMine={isMine} /> : null
}
