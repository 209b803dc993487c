import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isDirectOn, switchDirect } from '../../store/direct.setting.ts'
import { Switch } from '../../ui/switch.tsx'

/** Whether this device sends files straight to the other person's app, and takes them so. */
export function DirectSetting() {
  const { t } = useTranslation()
  const [isOn, setOn] = useState(isDirectOn)
  const change = (isOn: boolean) => {
    switchDirect(isOn)
    setOn(isOn)
  }
  return <Switch label={t('direct.setting')} help={t('direct.settingHelp')} isOn={isOn} onSwitch={change} />
}
