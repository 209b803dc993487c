import type { ErrorCode } from '@chatter/shared/errors.ts'
import type { EditList, Message } from '@chatter/shared/messages.ts'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { exactTime } from '../../lib/times.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { errorCode } from '../errors/error-code.ts'
import { useClient } from '../session/use-client.ts'
import { closeOverlay } from './message-overlays.ts'
import { PostBody } from './post-body.tsx'
import './message-dialogs.css'

/** Every wording that a message has had, the newest first. */
export default function EditsDialog({ message }: { message: Message }) {
  const { t, i18n } = useTranslation()
  const edits = useEdits(message)
  return (
    <Dialog
      title={t('messages.editsTitle')}
      note={t('messages.editsNote', { name: message.author.displayName })}
      onClose={closeOverlay}
    >
      {edits === 'loading' && <Spinner />}
      {typeof edits === 'object' && 'problem' in edits && (
        <p className="message-problem" role="alert">
          {t('messages.failed', { reason: t(`errors.${edits.problem}`) })}
        </p>
      )}
      {Array.isArray(edits) && (
        <ol reversed>
          {edits.map(({ body, writtenAt }, at) => (
            <li key={writtenAt} className="edit">
              <p className="edit-time">
                <time dateTime={new Date(writtenAt).toISOString()}>
                  {exactTime(writtenAt, i18n.language)}
                </time>
                {at === 0 && <span> · {t('messages.now')}</span>}
                {at === edits.length - 1 && <span> · {t('messages.first')}</span>}
              </p>
              <PostBody body={body} isActive />
            </li>
          ))}
        </ol>
      )}
    </Dialog>
  )
}

function useEdits({ roomId, seq }: Message): 'loading' | { problem: ErrorCode } | EditList['edits'] {
  const client = useClient()
  const [edits, setEdits] = useState<'loading' | { problem: ErrorCode } | EditList['edits']>('loading')
  useEffect(() => {
    let isGone = false
    client.listEdits(roomId, seq).then(
      found => isGone || setEdits([...found].reverse()),
      failure => isGone || setEdits({ problem: errorCode(failure) }),
    )
    return () => {
      isGone = true
    }
  }, [client, roomId, seq])
  return edits
}
