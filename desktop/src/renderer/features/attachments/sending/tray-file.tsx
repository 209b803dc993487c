import { attachmentLimits, parseFileName } from '@chatter/shared/attachments.ts'
import { Pencil, X } from 'lucide-react'
import { useLayoutEffect, useRef, useState } from 'react'
import { sizeWords } from '../../../lib/sizes.ts'
import { useKeys } from '../../../lib/use-keys.ts'
import { useWords } from '../../../lib/use-words.ts'
import type { PendingFile } from '../../../store/pending-file.ts'
import { IconButton } from '../../../ui/button.tsx'
import { focusComposer } from '../../composer/composer-text.ts'
import { useClient } from '../../session/use-client.ts'
import { FileLabel, FileProblem } from '../showing/file-label.tsx'
import { Thumbnail } from './thumbnail.tsx'

/** One file that is to be sent: what it is, and what may still be changed of it. */
export function TrayFile({ roomId, file }: { roomId: number; file: PendingFile }) {
  const { t, language } = useWords()
  const client = useClient()
  const [isRenaming, setRenaming] = useState(false)
  const { id, name, size, progress } = file
  const end = (renamed?: string) => {
    if (renamed !== undefined) client.renameFile(id, renamed)
    setRenaming(false)
    focusComposer()
  }
  return (
    <li className="tray-file">
      <Thumbnail file={file} />
      <FileLabel
        name={name}
        field={isRenaming && <NameField name={name} onEnd={end} />}
        facts={
          progress.state === 'missing' ? (
            <FileProblem>{t('sending.missing')}</FileProblem>
          ) : (
            sizeWords(size, language)
          )
        }
      />
      {!isRenaming && (
        <span className="tray-file-actions">
          <IconButton name={t('sending.rename', { name })} onClick={() => setRenaming(true)}>
            <Pencil size={14} aria-hidden="true" />
          </IconButton>
          <IconButton
            name={t('sending.remove', { name })}
            onClick={() => {
              client.removeFile(roomId, id)
              focusComposer()
            }}
          >
            <X size={15} aria-hidden="true" />
          </IconButton>
        </span>
      )}
    </li>
  )
}

/** Enter keeps the name, Escape the one before; the ending is not selected, because it says what the file is. */
function NameField({ name, onEnd }: { name: string; onEnd: (name?: string) => void }) {
  const { t } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const keep = () => onEnd(renamed(input.current?.value ?? ''))
  useLayoutEffect(() => {
    const ending = /.\.[^.]+$/.exec(name)
    input.current?.focus()
    input.current?.setSelectionRange(0, ending ? ending.index + 1 : name.length)
  }, [name])
  useKeys(input, ({ key }) => {
    if (key === 'Enter') keep()
    else if (key === 'Escape') onEnd()
    else return false
    return true
  })
  return (
    <input
      ref={input}
      className="tray-file-name"
      aria-label={t('sending.name')}
      defaultValue={name}
      maxLength={attachmentLimits.name}
      spellCheck={false}
      dir="auto"
      onBlur={keep}
    />
  )
}

/** Undefined for what is no name. */
function renamed(written: string): string | undefined {
  try {
    return parseFileName(written)
  } catch {
    return undefined
  }
}
