import type { Attachment } from '@chatter/shared/attachments.ts'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { type CSSProperties, useEffect, useState } from 'react'
import { useWords } from '../../../lib/use-words.ts'
import type { Client } from '../../../store/client.type.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { ColoredText } from '../../markdown/code-block.tsx'
import { useTabIndex } from '../../markdown/tab-stops.ts'
import { useClient } from '../../session/use-client.ts'
import { FileCard } from './file-card.tsx'
import { languageOf, readText } from './looks.ts'
import { useShown } from './receipts.ts'
import { useWhere, type Where } from './where.ts'
import './text-preview.css'

/** So much of a text is read, in bytes. */
const readable = 64 * 1024
/** Lines that are seen before it is asked for more. */
const firstLines = 8
/** A short text gets a low place. Its size tells how many lines it has at most, as good as. */
const linesOf = (size: number) => Math.min(firstLines, Math.max(3, Math.ceil(size / 20)))
/** Larger texts are read only when somebody wants to look into them. */
const unasked = 256 * 1024

/** A text or code: its first lines, in a place that is kept free for them. */
export function TextPreview({ attachment, isMine }: { attachment: Attachment; isMine: boolean }) {
  const { t } = useWords()
  const tabIndex = useTabIndex()
  const [isOpen, setOpen] = useState(attachment.size <= unasked)
  return (
    <FileCard
      attachment={attachment}
      isMine={isMine}
      actions={
        <IconButton
          name={t(isOpen ? 'files.hideText' : 'files.showText')}
          tabIndex={tabIndex}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? <ChevronUp size={17} aria-hidden="true" /> : <ChevronDown size={17} aria-hidden="true" />}
        </IconButton>
      }
    >
      {isOpen && <Beginning attachment={attachment} />}
    </FileCard>
  )
}

function Beginning({ attachment }: { attachment: Attachment }) {
  const { t } = useWords()
  const tabIndex = useTabIndex()
  const [text, retry] = useBeginning(attachment)
  const [isLong, setLong] = useState(false)
  const isCut = attachment.size > readable
  const words = text.is === 'there' ? (text.words ?? '') : ''
  const start = words.split('\n', firstLines).join('\n')
  const hasMore = isCut || start.length < words.trimEnd().length
  return (
    <div className="text-preview">
      <div
        className="text-preview-frame"
        data-long={isLong || undefined}
        style={{ '--lines': linesOf(attachment.size) } as CSSProperties}
      >
        {text.is === 'loading' && <Spinner />}
        {text.is === 'broken' && (
          <span className="text-preview-note" role="status">
            {t('files.broken')}
            <Button size="small" tabIndex={tabIndex} onClick={retry}>
              {t('files.again')}
            </Button>
          </span>
        )}
        {text.is === 'there' && text.words === null && (
          <span className="text-preview-note">{t('files.textNone')}</span>
        )}
        {text.is === 'there' && text.words !== null && (
          // biome-ignore lint/a11y/useSemanticElements: a set of fields is for forms
          <pre
            className="code-block-text text-preview-text"
            dir="ltr"
            role="group"
            aria-label={attachment.name}
            tabIndex={tabIndex}
          >
            <code>
              <ColoredText
                language={languageOf(attachment.name, attachment.type) ?? ''}
                text={isLong ? words : start}
              />
            </code>
          </pre>
        )}
      </div>
      {hasMore && (
        <button
          type="button"
          className="text-preview-more"
          tabIndex={tabIndex}
          aria-expanded={isLong}
          onClick={() => setLong(!isLong)}
        >
          {t(isLong ? 'files.textLess' : 'files.textMore')}
          {isLong && isCut && <span className="text-preview-cut">{t('files.textCut')}</span>}
        </button>
      )}
    </div>
  )
}

type Beginning = { is: 'loading' | 'broken' } | { is: 'there'; words: string | null }

function useBeginning(attachment: Attachment): [text: Beginning, retry: () => void] {
  const { id, size } = attachment
  const client = useClient()
  const shown = useShown()
  const where = useWhere(attachment)
  const [text, setText] = useState<Beginning>({ is: 'loading' })
  const [tries, setTries] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies(tries): another try
  useEffect(() => {
    if (where === 'coming') return
    let isGone = false
    const read = async () => {
      const bytes = await readFirst(client, id, where, Math.min(readable, size))
      if (isGone) return
      setText({ is: 'there', words: readText(bytes, size > readable) })
      if (bytes.length === size && where === 'server') shown(id, bytes)
    }
    read().catch(() => isGone || setText({ is: 'broken' }))
    return () => {
      isGone = true
    }
  }, [client, shown, id, size, where, tries])
  const retry = () => {
    setText({ is: 'loading' })
    setTries(tries + 1)
  }
  return [text, retry]
}

async function readFirst(client: Client, id: string, where: Where, length: number) {
  if (where === 'saved') return readSavedText(client.store.getState().serverUrl, id, length)
  const blob =
    where === 'copy'
      ? (await client.direct.copy(id))?.slice(0, length)
      : await client.readFile(id, { part: 'whole', length })
  if (!blob) throw new Error('The copy is not there any more.')
  return new Uint8Array(await blob.arrayBuffer())
}

async function readSavedText(serverUrl: string, id: string, length: number) {
  const bytes = await window.bridge.ask('download:read', { serverUrl, id, length })
  if (!bytes) throw new Error('What was saved is not there any more, or was changed.')
  return new Uint8Array(bytes)
}
