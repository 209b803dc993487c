import type { ErrorCode } from '@chatter/shared/errors.ts'
import { Pause, Play, RotateCw, Undo2, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { sizeWords, speedWords } from '../../../lib/sizes.ts'
import { timeLeft } from '../../../lib/time-left.ts'
import { useWords, type Words } from '../../../lib/use-words.ts'
import { smallestDirect } from '../../../store/direct.ts'
import { refusalOf } from '../../../store/limits.ts'
import { isStuck, type PendingFile } from '../../../store/pending-file.ts'
import type { PendingPost } from '../../../store/state.ts'
import { IconButton } from '../../../ui/button.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { useTakeBack } from '../../composer/use-take-back.ts'
import { useStanding } from '../../connection/use-standing.ts'
import { useClient, useClientState } from '../../session/use-client.ts'
import { FileProblem } from '../showing/file-label.tsx'
import { FileRow } from '../showing/file-row.tsx'
import { Gallery, type Place } from '../showing/gallery.tsx'
import { mostTiles } from '../showing/shapes.ts'
import { isPendingPicture, PendingPicture } from './pending-picture.tsx'
import { limitWords } from './refusal-words.ts'
import { Thumbnail } from './thumbnail.tsx'
import { shareOf, usePendingFiles } from './use-pending-files.ts'
import '../showing/attachments.css'
import './pending-files.css'

/** The files of a post that is on its way, and how far each is: each in the room that it will take when it is posted. */
export function PendingFiles({ post }: { post: PendingPost }) {
  const files = usePendingFiles(post)
  const mayGoDirectly = useClientState(({ snapshot }) => snapshot.rooms[post.roomId]?.kind === 'direct')
  if (files.length === 0) return null
  const isSending = post.state === 'sending'
  const pictures = files.filter(
    file => isPendingPicture(file) && !(mayGoDirectly && file.size >= smallestDirect),
  )
  // A tile that stands for more has no room for what can be done with them.
  const drawn = pictures.length <= mostTiles ? pictures : []
  const others = files.filter(file => !drawn.includes(file))
  const isOnly = files.length === 1
  const takesBack = isSending && files.some(({ progress }) => progress.state !== 'done')
  const standing = { post, isSending, isOnly }
  return (
    <div className="pending-files">
      <Gallery pictures={drawn}>
        {(file, place) => <PendingOne file={file} place={place} {...standing} />}
      </Gallery>
      {others.length > 0 && (
        <ul>
          {others.map(file => (
            <PendingOne key={file.id} file={file} {...standing} />
          ))}
        </ul>
      )}
      {takesBack && !isOnly && <TakeBack post={post} />}
    </div>
  )
}

function TakeBack({ post }: { post: PendingPost }) {
  const { t } = useWords()
  const takeBack = useTakeBack(post)
  return (
    <button type="button" className="attachments-action" onClick={takeBack}>
      <Undo2 size={14} aria-hidden="true" />
      {t('sending.takeBack')}
    </button>
  )
}

type OneProps = {
  post: PendingPost
  file: PendingFile
  isSending: boolean
  isOnly: boolean
  /** Among the pictures; undefined for what is a row. */
  place?: Place
}

function PendingOne({ post, file, isSending, isOnly, place }: OneProps) {
  const words = useWords()
  const isOffline = useStanding().state === 'offline'
  const { name, progress } = file
  const isOnItsWay = isSending && progress.state !== 'done'
  const facts = factsOf(file, isSending, isOffline, words)
  const hasActions = isOnItsWay || (!isSending && isStuck(file))
  const actions = hasActions && <Actions post={post} file={file} isOnly={isOnly} />
  const bar = isOnItsWay && (
    <ProgressBar
      name={name}
      share={shareOf(file)}
      isResting={progress.state === 'paused' || progress.state === 'waiting'}
    />
  )
  if (place) return <PendingPicture file={file} {...place} facts={facts} actions={actions} bar={bar} />
  return (
    <FileRow picture={<Thumbnail file={file} />} name={name} facts={facts} actions={actions}>
      {bar}
    </FileRow>
  )
}

type ActionsProps = Pick<OneProps, 'post' | 'file' | 'isOnly'>

/** The only file is not left out: its post is taken back. */
function Actions({ post, file: { id, name, progress }, isOnly }: ActionsProps) {
  const { t } = useWords()
  const client = useClient()
  const takeBack = useTakeBack(post)
  const isPaused = progress.state === 'paused'
  return (
    <>
      {progress.state === 'refused' && (
        <IconButton name={t('sending.retry', { name })} onClick={() => client.retry(post.clientId)}>
          <RotateCw size={15} aria-hidden="true" />
        </IconButton>
      )}
      {post.state === 'sending' && (
        <IconButton
          name={t(isPaused ? 'sending.resume' : 'sending.pause', { name })}
          onClick={() => (isPaused ? client.resumeFile : client.pauseFile)(id)}
        >
          {isPaused ? <Play size={15} aria-hidden="true" /> : <Pause size={15} aria-hidden="true" />}
        </IconButton>
      )}
      {isOnly ? (
        <IconButton name={t('sending.takeBack')} onClick={takeBack}>
          <Undo2 size={15} aria-hidden="true" />
        </IconButton>
      ) : (
        <IconButton name={t('sending.cancel', { name })} onClick={() => client.cancelFile(id)}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      )}
    </>
  )
}

/** What is said below the name: how much of it is there, how fast, and how long it will take. */
function factsOf(
  file: PendingFile,
  isSending: boolean,
  isOffline: boolean,
  { t, language }: Words,
): ReactNode {
  const { size, progress } = file
  const whole = sizeWords(size, language)
  if (progress.state === 'missing') return <FileProblem>{t('sending.missing')}</FileProblem>
  if (progress.state === 'refused')
    return (
      <>
        {whole} · <RefusalReason file={file} reason={progress.reason} />
      </>
    )
  if (!isSending || progress.state === 'done') return whole
  if (progress.state === 'preparing') return [whole, t('sending.preparing')].join(' · ')
  const part =
    progress.sent > 0 ? t('sending.sent', { sent: sizeWords(progress.sent, language), size: whole }) : whole
  if (progress.state === 'paused') return [part, t('sending.paused')].join(' · ')
  if (isOffline) return [part, t('sending.offline')].join(' · ')
  if (progress.state === 'waiting') return [part, t('sending.waiting')].join(' · ')
  const { speed, secondsLeft } = progress
  return [
    part,
    speed !== undefined && speedWords(speed, language),
    secondsLeft !== undefined && t('sending.left', { time: timeLeft(secondsLeft, language) }),
  ]
    .filter(Boolean)
    .join(' · ')
}

/** With the limit, when what the server takes now would not let it in either. */
function RefusalReason({ file, reason }: { file: PendingFile; reason: ErrorCode }) {
  const words = useWords()
  const limits = useClientState(({ uploadLimits }) => uploadLimits)
  const refusal = refusalOf(file, limits, 0)
  const isLimited = refusal?.reason === reason
  return <FileProblem>{isLimited ? limitWords(refusal, words) : words.t(`errors.${reason}`)}</FileProblem>
}
