import type { QuietHours } from '@chatter/shared/alerts.ts'
import { isQuiet } from '@chatter/shared/quiet-hours.ts'
import { ToggleGroup } from 'radix-ui'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clockOf, weekdayName } from '../../lib/times.ts'
import { useNow } from '../../lib/use-now.ts'
import { Field } from '../../ui/field.tsx'
import { Switch } from '../../ui/switch.tsx'
import { useClientState } from '../session/use-client.ts'
import { ChangeProblem } from './change-problem.tsx'
import { localTimeZone } from './lasting.ts'
import { useChange } from './use-change.ts'

/** Hours of the week without notifications. */
export function QuietHoursSetting() {
  const { t } = useTranslation()
  const quietHours = useClientState(({ snapshot }) => snapshot.alertPreferences.quietHours)
  const [change, problem] = useChange()
  const set = (wanted: Partial<QuietHours>) => change({ quietHours: { ...quietHours, ...wanted } })
  return (
    <section className="alert-setting" aria-label={t('alerts.quietHours')}>
      <Switch
        label={t('alerts.quietHours')}
        help={t('alerts.quietHoursHelp')}
        isOn={quietHours.isOn}
        onSwitch={isOn => set({ isOn })}
      />
      {quietHours.isOn && <Hours quietHours={quietHours} onSet={set} />}
      <ChangeProblem problem={problem} />
    </section>
  )
}

type HoursProps = { quietHours: QuietHours; onSet: (wanted: Partial<QuietHours>) => void }

function Hours({ quietHours, onSet }: HoursProps) {
  const { t, i18n } = useTranslation()
  const { from, to, days } = quietHours
  const now = useNow(60_000)
  const isNow = isQuiet(quietHours, now, localTimeZone())
  return (
    <>
      <div className="quiet-times">
        <TimeField label={t('alerts.from')} time={from} onTime={from => onSet({ from })} />
        <TimeField
          label={t(to <= from ? 'alerts.overnight' : 'alerts.to')}
          time={to}
          onTime={to => onSet({ to })}
        />
      </div>
      <Days days={days} onDays={days => onSet({ days })} />
      <p className="field-note" role="status">
        {days.length === 0
          ? t('alerts.noDays')
          : isNow && t('alerts.quietNow', { time: clockOf(to, i18n.language) })}
      </p>
    </>
  )
}

/** What is half typed is no time yet, and stays in the field. */
function TimeField({ label, time, onTime }: { label: string; time: string; onTime: (time: string) => void }) {
  const [text, setText] = useState(time)
  useEffect(() => setText(time), [time])
  return (
    <Field
      type="time"
      label={label}
      required
      value={text}
      onText={typed => {
        setText(typed)
        if (/^\d\d:\d\d$/.test(typed) && typed !== time) onTime(typed)
      }}
      onBlur={() => setText(time)}
    />
  )
}

const week = [1, 2, 3, 4, 5, 6, 7]

function Days({ days, onDays }: { days: readonly number[]; onDays: (days: number[]) => void }) {
  const { t, i18n } = useTranslation()
  const id = useId()
  return (
    <div className="quiet-days">
      <span className="field-label" id={id}>
        {t('alerts.days')}
      </span>
      <ToggleGroup.Root
        type="multiple"
        className="quiet-days-row"
        aria-labelledby={id}
        value={days.map(String)}
        onValueChange={chosen => onDays(chosen.map(Number).sort())}
      >
        {week.map(day => (
          <ToggleGroup.Item
            key={day}
            value={String(day)}
            className="quiet-day"
            aria-label={weekdayName(day, i18n.language, 'long')}
          >
            {weekdayName(day, i18n.language, 'short')}
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
    </div>
  )
}
