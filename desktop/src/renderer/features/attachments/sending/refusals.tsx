import type { TFunction } from 'i18next'
import { CircleAlert, X } from 'lucide-react'
import { sizeWords } from '../../../lib/sizes.ts'
import { useWords } from '../../../lib/use-words.ts'
import type { Refusal } from '../../../store/limits.ts'
import { IconButton } from '../../../ui/button.tsx'
import { dismissRefusals, useRefusals } from './choose-files.ts'

const none: readonly Refusal[] = []

/** What of that which was chosen cannot be sent, and why. */
export function Refusals({ roomId }: { roomId: number }) {
  const { t, language } = useWords()
  const refusals = useRefusals(state => state[roomId] ?? none)
  if (refusals.length === 0) return null
  return (
    <div className="file-refusals" role="alert">
      <CircleAlert size={15} aria-hidden="true" />
      <ul>
        {refusals.map((refusal, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may be called alike, and they never change their order
          <li key={at}>{wordsOf(refusal, t, language)}</li>
        ))}
      </ul>
      <IconButton name={t('sending.dismiss')} onClick={() => dismissRefusals(roomId)}>
        <X size={15} aria-hidden="true" />
      </IconButton>
    </div>
  )
}

function wordsOf(refusal: Refusal, t: TFunction, language: string): string {
  const { name } = refusal
  const size = (bytes: number) => sizeWords(bytes, language)
  switch (refusal.reason) {
    case 'too_large':
      return t('sending.tooLarge', { name, size: size(refusal.size), limit: size(refusal.limit) })
    case 'quota_exceeded':
      return t('sending.quota', { name, size: size(refusal.size), left: size(refusal.left) })
    case 'type_forbidden':
      return t('sending.forbidden', { name })
    case 'too_many':
      return t('sending.tooMany', { name, limit: refusal.limit })
    default:
      return t(`sending.${refusal.reason}`, { name })
  }
}
