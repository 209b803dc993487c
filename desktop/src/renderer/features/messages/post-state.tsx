import { Check, CircleAlert, Clock3 } from 'lucide-react'
import { useWords } from '../../lib/use-words.ts'
import { isStuck } from '../../store/pending-file.ts'
import type { PendingPost } from '../../store/state.ts'
import { Button } from '../../ui/button.tsx'
import { usePendingFiles } from '../attachments/sending/use-pending-files.ts'
import { useTakeBack } from '../composer/use-take-back.ts'
import { useStanding } from '../connection/use-standing.ts'
import { useClient, useClientState } from '../session/use-client.ts'
import { mayPost } from './post-rights.ts'
import './post-state.css'

/** The room has it. Quiet: it shows on hover, and always at the newest of mine. */
export function SentState({ isNewest }: { isNewest: boolean }) {
  const { t } = useWords()
  return (
    <span
      className={isNewest ? 'post-state post-state-newest' : 'post-state'}
      role="img"
      aria-label={t('messages.sent')}
    >
      <Check size={14} aria-hidden="true" />
    </span>
  )
}

/** The other one of a direct room has read up to here. */
export function SeenState() {
  const { t } = useWords()
  return <span className="post-seen">{t('messages.seen')}</span>
}

/** On its way to the room, or waiting for a way. */
export function SendingState() {
  const { t } = useWords()
  const isOffline = useStanding().state === 'offline'
  const words = t(isOffline ? 'messages.waiting' : 'messages.sending')
  return (
    <span className="post-state post-state-sending" role="img" aria-label={words} data-hint={words}>
      <Clock3 size={14} aria-hidden="true" />
    </span>
  )
}

type Reason = Extract<PendingPost['state'], object>['failed']['code']

/** Why the room does not have it, and what can be done. Nothing is lost: editing takes the text back to the composer. */
export function FailedState({ post, reason }: { post: PendingPost; reason: Reason }) {
  const { t } = useWords()
  const client = useClient()
  const files = usePendingFiles(post)
  const stuck = files.filter(isStuck).map(({ name }) => name)
  const canRetry = files.every(({ progress }) => progress.state !== 'missing')
  const canEdit = useClientState(
    ({ snapshot: { rooms } }) => rooms[post.roomId] && mayPost(rooms[post.roomId]!),
  )
  const takeBack = useTakeBack(post)
  return (
    <div className="post-failure">
      <CircleAlert size={15} aria-hidden="true" />
      <span role="alert">
        {stuck.length > 0
          ? t('sending.stuck', { names: stuck.join(', ') })
          : `${t('messages.notSent')} ${t(`errors.${reason}`)}`}
      </span>
      <span className="post-failure-actions">
        {canRetry && (
          <Button size="small" onClick={() => client.retry(post.clientId)}>
            {t('messages.retry')}
          </Button>
        )}
        {canEdit && (
          <Button size="small" look="quiet" onClick={takeBack}>
            {t('messages.edit')}
          </Button>
        )}
        <Button size="small" look="quiet" onClick={() => client.discard(post.clientId)}>
          {t('messages.discard')}
        </Button>
      </span>
    </div>
  )
}
