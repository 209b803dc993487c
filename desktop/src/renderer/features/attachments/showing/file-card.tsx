import type { Attachment } from '@chatter/shared/attachments.ts'
import type { ReactNode } from 'react'
import { sizeWords } from '../../../lib/sizes.ts'
import { useWords } from '../../../lib/use-words.ts'
import { DirectNote } from '../../direct/direct-note.tsx'
import { useTabIndex } from '../../markdown/tab-stops.ts'
import { FileIcon } from './file-icon.tsx'
import { sortOf, sortWords } from './file-kind.ts'
import { FileLabel } from './file-label.tsx'
import { SaveActions, SaveBar, SaveWords, useSaving } from './save-actions.tsx'
import './file-card.css'

type CardProps = {
  attachment: Attachment
  isMine: boolean
  /** What stands below its name instead of nothing. */
  note?: ReactNode
  /** More buttons, before those for saving. */
  actions?: ReactNode
  children?: ReactNode
}

/** A file as a file: what it is called, what it is, how large, and the ways to have it. */
export function FileCard({ attachment, isMine, note, actions, children }: CardProps) {
  const { t, language } = useWords()
  const sort = t(sortWords[sortOf(attachment)])
  const saving = useSaving(attachment)
  const tabIndex = useTabIndex()
  const { download, isTold, isWithin, where } = saving
  const isOnlyHere = isMine && where === 'copy'
  return (
    <section className="file-card" aria-label={attachment.name}>
      <div className="file-card-row">
        <button
          type="button"
          className="file-card-file"
          tabIndex={tabIndex}
          disabled={!isWithin}
          draggable={isWithin}
          title={`${attachment.name}\n${sort}`}
          onClick={saving.act}
          onDragStart={saving.dragOut}
        >
          <FileIcon file={attachment} />
          <FileLabel
            name={attachment.name}
            facts={
              <>
                <span className="hidden-visually">{`${sort}, `}</span>
                {sizeWords(attachment.size, language)}
                {isTold && ' · '}
                <SaveWords saving={saving} />
              </>
            }
          />
        </button>
        {actions}
        <SaveActions attachment={attachment} saving={saving} />
      </div>
      {(where === 'nowhere' || isOnlyHere) && <DirectNote attachment={attachment} isMine={isMine} />}
      {note && <p className="file-card-note">{note}</p>}
      {children}
      {download && <SaveBar download={download} />}
    </section>
  )
}
