import { useTranslation } from 'react-i18next'
import { untilTime } from '../../lib/times.ts'
import { useNow } from '../../lib/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { PresenceDot } from '../presence/presence-dot.tsx'
import { ChangeProblem } from './change-problem.tsx'
import { lastings, nameOf, wishFor } from './lasting.ts'
import { useChange } from './use-change.ts'
import { useMyDoNotDisturb } from './use-do-not-disturb.ts'

/** No notifications for a while. */
export function DoNotDisturbSetting() {
  const { t, i18n } = useTranslation()
  const now = useNow(60_000)
  const wish = useMyDoNotDisturb()
  const [change, problem] = useChange()
  const until = wish?.until && untilTime(wish.until, now, i18n.language)
  return (
    <section className="alert-setting" aria-label={t('alerts.doNotDisturb')}>
      <div className="alert-setting-words">
        <h4>{t('alerts.doNotDisturb')}</h4>
        <p className="field-note">{t('alerts.doNotDisturbHelp')}</p>
      </div>
      <div role="status">
        {wish && (
          <p className="do-not-disturb-state">
            <PresenceDot state="online" doNotDisturb={wish} />
            {until ? t('alerts.isOnUntil', { time: until }) : t('alerts.isOn')}
            <Button
              size="small"
              aria-label={t('alerts.turnOffNamed')}
              onClick={() => change({ doNotDisturb: null })}
            >
              {t('alerts.turnOff')}
            </Button>
          </p>
        )}
      </div>
      {!wish && (
        <div className="do-not-disturb-lastings">
          {lastings.map(lasting => (
            <Button key={lasting} onClick={() => change({ doNotDisturb: wishFor(lasting, Date.now()) })}>
              {t(`alerts.for_${nameOf(lasting, now)}`)}
            </Button>
          ))}
        </div>
      )}
      <ChangeProblem problem={problem} />
    </section>
  )
}
