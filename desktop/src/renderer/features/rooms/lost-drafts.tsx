import type { Room } from '@chatter/shared/rooms.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LostDraft } from '../../store/state.ts'
import { Button } from '../../ui/button.tsx'
import { Thumbnail } from '../attachments/sending/thumbnail.tsx'
import { usePendingFiles } from '../attachments/sending/use-pending-files.ts'
import { showDraft } from '../composer/composer-text.ts'
import { mayPost } from '../messages/post-rights.ts'
import { useClient, useClientState } from '../session/use-client.ts'
import './departed-room.css'

/** What was written in rooms that ended, above the conversation that is open now. */
export function LostDrafts({ room }: { room: Room }) {
  const { t } = useTranslation()
  const isEditing = useClientState(({ drafts }) => drafts[room.id]?.editing !== undefined)
  const lostDrafts = useClientState(state => state.lostDrafts)
  if (lostDrafts.length === 0) return null
  return (
    <div className="lost-drafts">
      {lostDrafts.map(lost => (
        <LostDraftCard
          key={lost.roomId}
          lost={lost}
          title={lost.roomName ? t('rooms.unsentIn', { room: lost.roomName }) : t('rooms.unsent')}
          {...(mayPost(room) && !isEditing && { hereId: room.id })}
        />
      ))}
    </div>
  )
}

type CardProps = {
  lost: LostDraft
  title: string
  /** The room whose composer takes the words: one where the person may post, and edits nothing. */
  hereId?: number
}

/** Words that exist nowhere else any more, and what can become of them. */
export function LostDraftCard({ lost, title, hereId }: CardProps) {
  const { t } = useTranslation()
  const client = useClient()
  const [isCopied, setCopied] = useState(false)
  const dismiss = () => client.dismissLostDraft(lost.roomId)
  const copy = async () => {
    await navigator.clipboard.writeText(lost.text)
    setCopied(true)
  }
  const useHere = () => {
    client.moveLostDraft(lost.roomId, hereId!)
    showDraft(hereId!)
  }
  return (
    <article className="lost-draft">
      <h2 className="lost-draft-title truncated">{title}</h2>
      {lost.text && (
        <p className="lost-draft-text" dir="auto">
          {lost.text}
        </p>
      )}
      <LostFiles fileIds={lost.fileIds} />
      <div className="lost-draft-actions">
        {hereId !== undefined && (
          <Button size="small" onClick={useHere}>
            {t('rooms.useHere')}
          </Button>
        )}
        {lost.text && (
          <Button size="small" onClick={copy}>
            {t(isCopied ? 'rooms.copied' : 'rooms.copyText')}
          </Button>
        )}
        <Button size="small" look="quiet" onClick={dismiss}>
          {t('rooms.discardText')}
        </Button>
      </div>
    </article>
  )
}

function LostFiles({ fileIds }: Pick<LostDraft, 'fileIds'>) {
  const files = usePendingFiles({ fileIds })
  if (files.length === 0) return null
  return (
    <ul className="lost-draft-files">
      {files.map(file => (
        <li key={file.id}>
          <Thumbnail file={file} />
          <span className="truncated">{file.name}</span>
        </li>
      ))}
    </ul>
  )
}
