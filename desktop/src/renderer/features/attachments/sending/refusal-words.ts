import { sizeWords } from '../../../lib/sizes.ts'
import type { Words } from '../../../lib/use-words.ts'
import type { Limited } from '../../../store/limits.ts'

/** Which limit of the server it was. */
export function limitWords(refusal: Limited, { t, language }: Words): string {
  switch (refusal.reason) {
    case 'too_large':
      return t('sending.limitIs', { limit: sizeWords(refusal.limit, language) })
    case 'type_forbidden':
      return t('sending.takesNo', { rule: refusal.rule })
    case 'quota_exceeded':
      return t(spaceLeft[refusal.leftOf ?? 'unknown'], { left: sizeWords(refusal.left, language) })
  }
}

const spaceLeft = {
  person: 'sending.spaceLeftOfPerson',
  server: 'sending.spaceLeftOfServer',
  unknown: 'sending.spaceLeft',
} as const
