import type { ErrorCode } from '@chatter/shared/errors.ts'
import { useTranslation } from 'react-i18next'

/** Why what was chosen is not so. */
export function ChangeProblem({ problem }: { problem: ErrorCode | null }) {
  const { t } = useTranslation()
  if (!problem) return null
  return (
    <p className="field-note field-error" role="alert">
      {t('settings.saveFailed', { reason: t(`errors.${problem}`) })}
    </p>
  )
}
