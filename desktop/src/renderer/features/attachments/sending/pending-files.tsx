import { Pause, Play, Undo2, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { sizeWords, speedWords } from '../../../lib/sizes.ts'
import { timeLeft } from '../../../lib/time-left.ts'
import { useWords, type Words } from '../../../lib/use-words.ts'
import type { PendingFile } from '../../../store/pending-file.ts'
import type { PendingPost } from '../../../store/state.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { useTakeBack } from '../../composer/use-take-back.ts'
import { useStanding } from '../../connection/use-standing.ts'
import { useClient } from '../../session/use-client.ts'
import { FileProblem } from '../showing/file-label.tsx'
import { FileRow } from '../showing/file-row.tsx'
import { Thumbnail } from './thumbnail.tsx'
import { shareOf, usePendingFiles } from './use-pending-files.ts'
import './pending-files.css'

/** The files of a post that is on its way, and how far each is. */
export function PendingFiles({ post }: { post: PendingPost }) {
  const files = usePendingFiles(post)
  if (files.length === 0) return null
  const isSending = post.state === 'sending'
  return (
    <div className="pending-files">
      <ul>
        {files.map(file => (
          <PendingFileRow key={file.id} file={file} isSending={isSending} isOnly={files.length === 1} />
        ))}
      </ul>
      {isSending && files.some(({ progress }) => progress.state !== 'done') && <TakeBack post={post} />}
    </div>
  )
}

function TakeBack({ post }: { post: PendingPost }) {
  const { t } = useWords()
  const takeBack = useTakeBack(post)
  return (
    <Button size="small" look="quiet" className="pending-take-back" onClick={takeBack}>
      <Undo2 size={14} aria-hidden="true" />
      {t('sending.takeBack')}
    </Button>
  )
}

type RowProps = { file: PendingFile; isSending: boolean; isOnly: boolean }

function PendingFileRow({ file, isSending, isOnly }: RowProps) {
  const words = useWords()
  const isOffline = useStanding().state === 'offline'
  const { name, progress } = file
  const isOnItsWay = isSending && progress.state !== 'done'
  return (
    <FileRow
      picture={<Thumbnail file={file} />}
      name={name}
      facts={factsOf(file, isSending, isOffline, words)}
      actions={isOnItsWay && <Actions file={file} canCancel={!isOnly} />}
    >
      {isOnItsWay && (
        <ProgressBar
          name={name}
          share={shareOf(file)}
          isResting={progress.state === 'paused' || progress.state === 'waiting'}
        />
      )}
    </FileRow>
  )
}

function Actions({ file: { id, name, progress }, canCancel }: { file: PendingFile; canCancel: boolean }) {
  const { t } = useWords()
  const client = useClient()
  const isPaused = progress.state === 'paused'
  return (
    <>
      <IconButton
        name={t(isPaused ? 'sending.resume' : 'sending.pause', { name })}
        onClick={() => (isPaused ? client.resumeFile : client.pauseFile)(id)}
      >
        {isPaused ? <Play size={15} aria-hidden="true" /> : <Pause size={15} aria-hidden="true" />}
      </IconButton>
      {canCancel && (
        <IconButton name={t('sending.cancel', { name })} onClick={() => client.cancelFile(id)}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      )}
    </>
  )
}

/** What is said below the name: how much of it is there, how fast, and how long it will take. */
function factsOf(
  { size, progress }: PendingFile,
  isSending: boolean,
  isOffline: boolean,
  { t, language }: Words,
): ReactNode {
  const whole = sizeWords(size, language)
  if (progress.state === 'missing') return <FileProblem>{t('sending.missing')}</FileProblem>
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
