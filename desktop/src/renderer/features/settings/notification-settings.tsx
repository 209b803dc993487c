import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AlertOutcome } from '../../../bridge/bridge.ts'
import { Button } from '../../ui/button.tsx'
import { DoNotDisturbSetting } from '../alerts/do-not-disturb-setting.tsx'
import { KeywordSetting } from '../alerts/keyword-setting.tsx'
import { QuietHoursSetting } from '../alerts/quiet-hours-setting.tsx'
import { useNavigation } from '../navigation/navigation.ts'
import { useClient } from '../session/use-client.ts'
import '../alerts/alerts.css'

/** When I am notified, of what, and whether that works here. */
export function NotificationSettings() {
  return (
    <>
      <DoNotDisturbSetting />
      <QuietHoursSetting />
      <KeywordSetting />
      <Levels />
      <SelfTest />
    </>
  )
}

function Levels() {
  const { t } = useTranslation()
  return (
    <section className="alert-setting" aria-label={t('settings.levels')}>
      <div className="alert-setting-words">
        <h4>{t('settings.levels')}</h4>
        <p className="field-note">{t('settings.levelsNote')}</p>
      </div>
      <dl className="settings-levels">
        {(['all', 'mentions', 'muted'] as const).map(level => (
          <div key={level}>
            <dt>{t(`rooms.level_${level}`)}</dt>
            <dd>{t(`rooms.levelNote_${level}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** Sends a real notification, and says what the system answered. */
function SelfTest() {
  const { t } = useTranslation()
  const client = useClient()
  const [outcome, setOutcome] = useState<AlertOutcome | 'busy' | null>(null)
  const test = async () => {
    setOutcome('busy')
    const { serverUrl, snapshot } = client.store.getState()
    const roomId = useNavigation.getState().roomId ?? 0
    const destination = { serverUrl, roomId, seq: snapshot.rooms[roomId]?.lastSeq ?? 0 }
    const request = { destination, title: t('settings.testTitle'), body: t('settings.testBody') }
    const refused = (failure: unknown): AlertOutcome => ({
      shown: false,
      backend: 'none',
      reason: String(failure),
    })
    setOutcome(await window.bridge.ask('alert:show', request).catch(refused))
  }
  return (
    <section className="alert-setting" aria-label={t('settings.test')}>
      <p className="settings-note">{t('settings.notificationsNote')}</p>
      <div className="settings-actions">
        <Button isBusy={outcome === 'busy'} onClick={test}>
          {t('settings.test')}
        </Button>
      </div>
      <div role="status" className="settings-outcome" data-shown={outcome !== 'busy' && outcome?.shown}>
        {outcome !== null && outcome !== 'busy' && (
          <>
            <p>{t(outcome.shown ? 'settings.testShown' : 'settings.testRefused')}</p>
            {!outcome.shown && (
              <p className="settings-answer">{outcome.reason || t('settings.testNoReason')}</p>
            )}
          </>
        )}
      </div>
    </section>
  )
}
