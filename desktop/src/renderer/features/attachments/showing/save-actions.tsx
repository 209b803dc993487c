import type { Attachment } from '@chatter/shared/attachments.ts'
import { clsx } from 'clsx'
import { Download as DownloadIcon, ExternalLink, FolderOpen, Pause, Play, RotateCw, X } from 'lucide-react'
import type { DragEvent } from 'react'
import type { Download } from '../../../../bridge/bridge.ts'
import { shareWords, speedWords } from '../../../lib/sizes.ts'
import { timeLeft } from '../../../lib/time-left.ts'
import { useWords, type Words } from '../../../lib/use-words.ts'
import { IconButton } from '../../../ui/button.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { useTabIndex } from '../../markdown/tab-stops.ts'
import { useClient, useClientState } from '../../session/use-client.ts'
import {
  cancel,
  openSaved,
  pause,
  report,
  save,
  saveReceived,
  showSaved,
  toSave,
  useDownload,
} from './downloads.ts'
import { type DragState, dragOut, useDragState } from './drag-out.ts'
import { FileProblem } from './file-label.tsx'
import { useWhere } from './where.ts'
import './save-actions.css'

/** How a file stands to this machine's disk. */
export function useSaving(attachment: Attachment) {
  const serverUrl = useClientState(state => state.serverUrl)
  const download = useDownload(serverUrl, attachment.id)
  const file = toSave(serverUrl, attachment)
  const drag = useDragState(file)
  const where = useWhere(attachment)
  const client = useClient()
  /** The app's own process has none of what was kept here, until it gets it. */
  const isOnlyHere = where === 'copy' && !download
  const bring = () => client.direct.handOver(attachment)
  const keep = () => (isOnlyHere ? void bring().then(() => saveReceived(file), report) : save(file))
  return {
    download,
    drag,
    /** There is something to say of it. */
    isTold: drag !== undefined || download !== undefined,
    /** There are bytes to be had, here or at the server. */
    isWithin: where !== 'nowhere' && where !== 'coming',
    where,
    dragOut: (event: DragEvent) => dragOut(event, file, isOnlyHere ? bring : undefined),
    /** What a click on the file does: save it, go on with that, or open it. */
    act: () => (download?.state === 'done' ? openSaved(file) : keep()),
    save: keep,
    pause: () => pause(file),
    cancel: () => cancel(file),
    open: () => openSaved(file),
    show: () => showSaved(file),
  }
}

export type Saving = ReturnType<typeof useSaving>

type ActionsProps = {
  attachment: Attachment
  saving: Saving
  /** A click on the file itself does something else than to open what was saved. */
  withOpen?: boolean
}

/** It could not be saved, or dragged, and why needs to be read. */
export function isInTrouble({ download, drag }: Saving): boolean {
  return download?.state === 'failed' || (drag !== undefined && drag !== 'coming' && drag !== 'here')
}

/** The buttons for that: save, or what can be done with a download as it stands. */
export function SaveActions({ attachment, saving, withOpen }: ActionsProps) {
  const { t } = useWords()
  const tabIndex = useTabIndex()
  const { download } = saving
  const isOnWay = download && ['running', 'waiting'].includes(download.state)
  const isStopped = download?.state === 'paused' || download?.state === 'failed'
  return (
    <span className="save-actions">
      {!download && saving.isWithin && (
        <IconButton
          name={t('files.saveNamed', { name: attachment.name })}
          tabIndex={tabIndex}
          onClick={saving.save}
        >
          <DownloadIcon size={17} aria-hidden="true" />
        </IconButton>
      )}
      {isOnWay && (
        <IconButton name={t('files.pause')} tabIndex={tabIndex} onClick={saving.pause}>
          <Pause size={16} aria-hidden="true" />
        </IconButton>
      )}
      {isStopped && (
        <IconButton
          name={t(download.state === 'paused' ? 'files.resume' : 'files.again')}
          tabIndex={tabIndex}
          onClick={saving.save}
        >
          {download.state === 'paused' ? (
            <Play size={16} aria-hidden="true" />
          ) : (
            <RotateCw size={16} aria-hidden="true" />
          )}
        </IconButton>
      )}
      {(isOnWay || isStopped) && (
        <IconButton name={t('files.cancel')} tabIndex={tabIndex} onClick={saving.cancel}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      )}
      {download?.state === 'done' && withOpen && (
        <IconButton name={t('files.openSaved')} tabIndex={tabIndex} onClick={saving.open}>
          <ExternalLink size={16} aria-hidden="true" />
        </IconButton>
      )}
      {download?.state === 'done' && (
        <IconButton name={t('files.showSaved')} tabIndex={tabIndex} onClick={saving.show}>
          <FolderOpen size={17} aria-hidden="true" />
        </IconButton>
      )}
    </span>
  )
}

/** What is told beside the file's size. */
export function SaveWords({ saving: { download, drag } }: { saving: Saving }) {
  const { t, language } = useWords()
  if (drag === 'coming' || drag === 'here') return <span role="status">{t(dragWords[drag])}</span>
  if (drag) return <FileProblem role="alert">{t(dragWords[drag])}</FileProblem>
  if (!download) return null
  const { state, problem } = download
  if (state === 'failed') return <FileProblem role="alert">{t(`files.${problem!}`)}</FileProblem>
  return <span>{state === 'done' ? t('files.saved') : progressWords(download, t, language)}</span>
}

/** The buttons and the words on a picture or a film. Why it could not be saved needs more room: that stands below it. */
export function SaveOverlay({ attachment, saving }: { attachment: Attachment; saving: Saving }) {
  const { download, drag, isTold } = saving
  if (isInTrouble(saving)) return null
  const isBusy = drag || (download && download.state !== 'done')
  return (
    <span className={clsx('save-overlay', isBusy && 'save-overlay-busy')}>
      {isTold && (
        <span className="save-overlay-words count">
          <SaveWords saving={saving} />
        </span>
      )}
      <SaveActions attachment={attachment} saving={saving} withOpen />
    </span>
  )
}

const dragWords = {
  coming: 'files.dragComing',
  here: 'files.dragHere',
  large: 'files.dragLarge',
  late: 'files.dragLate',
  differs: 'files.differs',
  gone: 'files.gone',
  refused: 'files.refused',
  disk: 'files.disk',
} as const satisfies Record<DragState, string>

function progressWords({ state, received, size, speed }: Download, t: Words['t'], language: string): string {
  const part = shareWords(received, size, language)
  if (state === 'paused') return t('files.savingPaused', { part })
  if (state === 'waiting') return t('files.savingWaits')
  if (!speed) return t('files.saving', { part })
  const time = timeLeft((size - received) / speed, language)
  return [t('files.saving', { part }), speedWords(speed, language), t('files.left', { time })].join(' · ')
}

/** How far it is, as a line at the lower edge of its card. */
export function SaveBar({ download: { name, state, received, size } }: { download: Download }) {
  if (!['running', 'waiting', 'paused'].includes(state)) return null
  const share = size > 0 ? received / size : 0
  return <ProgressBar className="save-bar" name={name} share={share} isResting={state !== 'running'} />
}
