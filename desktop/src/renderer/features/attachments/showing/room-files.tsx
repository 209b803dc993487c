import type { Attachment, FileKind, RoomFile } from '@chatter/shared/attachments.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { clsx } from 'clsx'
import { CornerUpRight } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sizeWords } from '../../../lib/sizes.ts'
import { longDate, shortDate } from '../../../lib/times.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { SearchField } from '../../../ui/search-field.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { TabStops } from '../../markdown/tab-stops.ts'
import { goToRoom } from '../../navigation/navigation.ts'
import { PanelSection } from '../../rooms/panel-section.tsx'
import { FileIcon } from './file-icon.tsx'
import { sortOf, sortWords } from './file-kind.ts'
import { FileLabel } from './file-label.tsx'
import { useFileSource } from './file-source.ts'
import { openLightbox } from './lightbox-state.ts'
import { lookOf } from './looks.ts'
import { SaveActions, SaveBar, SaveWords, useSaving } from './save-actions.tsx'
import { type FileWish, useRoomFiles } from './use-room-files.ts'
import { useWheres } from './where.ts'
import './room-files.css'

const kinds = ['image', 'video', 'audio', 'document', 'other'] as const satisfies FileKind[]

/** After the last letter, in milliseconds: nobody needs what lies between two of them. */
const typing = 250

/** All files of a room, the newest first: by kind, by name, and with the way to their messages. */
export function RoomFiles({ room }: { room: Room }) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<FileKind>()
  const [typed, setTyped] = useState('')
  const query = useSettled(typed.trim())
  const { files, more, failed, isLoading, loadMore, again } = useRoomFiles(room, { kind, query })
  const attachments = useMemo(() => files?.map(({ attachment }) => attachment) ?? [], [files])
  const wheres = useWheres(attachments)
  const pictures = attachments.filter((each, at) => lookOf(each) === 'picture' && wheres[at] !== 'nowhere')
  const isNarrowed = kind !== undefined || query !== ''
  if (files?.length === 0 && !isNarrowed && !failed)
    return (
      <PanelSection title={t('files.files')}>
        <p className="room-panel-note">{t('files.none')}</p>
      </PanelSection>
    )
  return (
    <PanelSection title={t('files.files')}>
      <TabStops value={true}>
        <div className="room-files-search">
          <SearchField label={t('files.search')} value={typed} onText={setTyped} />
        </div>
        <fieldset className="room-files-kinds" aria-label={t('files.kind')}>
          {[undefined, ...kinds].map(each => (
            <button
              key={each ?? 'all'}
              type="button"
              className={clsx('room-files-kind', kind === each && 'room-files-kind-chosen')}
              aria-pressed={kind === each}
              onClick={() => setKind(each)}
            >
              {t(`files.${each ?? 'all'}`)}
            </button>
          ))}
        </fieldset>
        {failed && (
          <p className="room-panel-note" role="status">
            {t(failed === 'offline' ? 'files.offline' : 'files.failed')}
            {failed !== 'offline' && (
              <Button size="small" onClick={again}>
                {t('files.again')}
              </Button>
            )}
          </p>
        )}
        {!files && !failed && <Spinner />}
        {files?.length === 0 && <p className="room-panel-note">{t('files.noneFound')}</p>}
        {files && files.length > 0 && (
          <ul className="room-files" aria-label={t('files.files')}>
            {files.map(file => (
              <li key={file.attachment.id}>
                <RoomFileItem room={room} file={file} pictures={pictures} />
              </li>
            ))}
          </ul>
        )}
        {more && (
          <Button size="small" look="quiet" isBusy={isLoading} onClick={loadMore}>
            {t('files.older')}
          </Button>
        )}
      </TabStops>
    </PanelSection>
  )
}

type ItemProps = { room: Room; file: RoomFile; pictures: readonly Attachment[] }

function RoomFileItem({ room, file: { attachment, seq, author, createdAt }, pictures }: ItemProps) {
  const { t, i18n } = useTranslation()
  const saving = useSaving(attachment)
  const sort = t(sortWords[sortOf(attachment)])
  const isPicture = pictures.includes(attachment)
  const thumbnail = useFileSource(attachment, 'thumbnail', Boolean(attachment.hasThumbnail))
  const sender = (date: string) => t('files.sender', { name: author.displayName, date })
  return (
    <div className="room-file">
      <button
        type="button"
        className="room-file-file"
        title={`${attachment.name}\n${sort}\n${sender(longDate(createdAt, i18n.language))}`}
        draggable={saving.isWithin}
        onDragStart={saving.dragOut}
        onClick={() => (isPicture ? openLightbox(pictures, attachment) : goToRoom(room.id, seq))}
      >
        {thumbnail.url && !thumbnail.isBroken ? (
          <img
            className="file-thumbnail"
            src={thumbnail.url}
            alt=""
            loading="lazy"
            onError={thumbnail.fail}
          />
        ) : (
          <FileIcon file={attachment} />
        )}
        <FileLabel
          name={attachment.name}
          facts={
            saving.drag || (saving.download && saving.download.state !== 'done') ? (
              <SaveWords saving={saving} />
            ) : (
              <>
                <span className="hidden-visually">{`${sort}, `}</span>
                {`${sizeWords(attachment.size, i18n.language)} · ${sender(shortDate(createdAt, Date.now(), i18n.language))}`}
              </>
            )
          }
        />
      </button>
      <span className="room-file-actions">
        <IconButton name={t('files.jump')} onClick={() => goToRoom(room.id, seq)}>
          <CornerUpRight size={16} aria-hidden="true" />
        </IconButton>
        <SaveActions attachment={attachment} saving={saving} withOpen />
      </span>
      {saving.download && <SaveBar download={saving.download} />}
    </div>
  )
}

/** What was typed, once nobody types. */
function useSettled(typed: string): FileWish['query'] {
  const [settled, setSettled] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), typing)
    return () => clearTimeout(timer)
  }, [typed])
  return settled
}
