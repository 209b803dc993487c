import { CircleAlert, X } from 'lucide-react'
import { sizeWords } from '../../../lib/sizes.ts'
import { useWords, type Words } from '../../../lib/use-words.ts'
import type { Refusal } from '../../../store/limits.ts'
import { IconButton } from '../../../ui/button.tsx'
import { dismissRefusals, useRefusals } from './choose-files.ts'
import { limitWords } from './refusal-words.ts'

const none: readonly Refusal[] = []

/** What of that which was chosen cannot be sent, and why. */
export function Refusals({ roomId }: { roomId: number }) {
  const words = useWords()
  const refusals = useRefusals(state => state[roomId] ?? none)
  if (refusals.length === 0) return null
  return (
    <div className="file-refusals" role="alert">
      <CircleAlert size={15} aria-hidden="true" />
      <ul>
        {refusals.map((refusal, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may be called alike, and they never change their order
          <li key={at}>{wordsOf(refusal, words)}</li>
        ))}
      </ul>
      <IconButton name={words.t('sending.dismiss')} onClick={() => dismissRefusals(roomId)}>
        <X size={15} aria-hidden="true" />
      </IconButton>
    </div>
  )
}

function wordsOf(refusal: Refusal, words: Words): string {
  const { t, language } = words
  const { name } = refusal
  switch (refusal.reason) {
    case 'too_large':
    case 'quota_exceeded':
      return `${t('sending.sizeIs', { name, size: sizeWords(refusal.size, language) })} ${limitWords(refusal, words)}`
    case 'type_forbidden':
      return `${t('sending.leftOut', { name })} ${limitWords(refusal, words)}`
    case 'too_many':
      return t('sending.tooMany', { name, limit: refusal.limit })
    default:
      return t(`sending.${refusal.reason}`, { name })
  }
}
