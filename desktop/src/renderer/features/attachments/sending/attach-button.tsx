import { Paperclip } from 'lucide-react'
import { useRef } from 'react'
import { useWords } from '../../../lib/use-words.ts'
import { IconButton } from '../../../ui/button.tsx'
import { useClient } from '../../session/use-client.ts'
import { chooseFiles } from './choose-files.ts'
import { toChosen } from './chosen.ts'

/** Picks files from this machine. */
export function AttachButton({ roomId }: { roomId: number }) {
  const { t } = useWords()
  const client = useClient()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <IconButton className="attach-files" name={t('sending.attach')} onClick={() => input.current?.click()}>
        <Paperclip size={18} aria-hidden="true" />
      </IconButton>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-hidden="true"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])].map(toChosen)
          // The same file may be picked again.
          currentTarget.value = ''
          void chooseFiles(client, roomId, { files, folders: [] })
        }}
      />
    </>
  )
}
