import { BellOff } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../lib/use-now.ts'
import { ChangeProblem } from './change-problem.tsx'
import { lastings, nameOf, wishFor } from './lasting.ts'
import { useChange } from './use-change.ts'
import { useDoNotDisturbWords, useMyDoNotDisturb } from './use-do-not-disturb.ts'

/** The lines of my account's menu that leave me alone. What went wrong is told there. */
export function DoNotDisturbMenu({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const id = useId()
  const now = useNow(60_000)
  const wish = useMyDoNotDisturb()
  const words = useDoNotDisturbWords(wish)
  const [change, problem] = useChange()
  const choose = async (doNotDisturb: typeof wish) => {
    if (await change({ doNotDisturb })) onDone()
  }
  return (
    <fieldset className="do-not-disturb-menu" aria-labelledby={id}>
      <p className="do-not-disturb-heading" id={id}>
        <BellOff size={15} aria-hidden="true" />
        <span className="truncated">{words || t('alerts.doNotDisturb')}</span>
      </p>
      {wish ? (
        <button
          type="button"
          className="account-menu-item do-not-disturb-item"
          aria-label={t('alerts.turnOffNamed')}
          onClick={() => choose(null)}
        >
          {t('alerts.turnOff')}
        </button>
      ) : (
        lastings.map(lasting => (
          <button
            key={lasting}
            type="button"
            className="account-menu-item do-not-disturb-item"
            onClick={() => choose(wishFor(lasting, Date.now()))}
          >
            {t(`alerts.for_${nameOf(lasting, now)}`)}
          </button>
        ))
      )}
      <ChangeProblem problem={problem} />
    </fieldset>
  )
}
