import { useTranslation } from 'react-i18next'
import type { Environment } from '../../../bridge/bridge.ts'
import { chooseLanguage, chooseTheme, languages, themes, usePreferences } from '../preferences/preferences.ts'
import { Choices } from './choices.tsx'

/** Languages are called as their speakers call them, so that everybody finds theirs. */
const ownNames = { ko: '한국어', en: 'English' } as const

export function AppearanceSettings({ environment }: { environment: Environment }) {
  const { t } = useTranslation()
  const { theme, language } = usePreferences()
  return (
    <>
      <Choices
        label={t('settings.theme')}
        value={theme}
        choices={themes.map(value => ({ value, name: t(`settings.theme_${value}`) }))}
        onChoose={chooseTheme}
      />
      <Choices
        label={t('settings.language')}
        value={language}
        choices={languages.map(value =>
          value === 'system'
            ? { value, name: t('settings.language_system') }
            : { value, name: ownNames[value], lang: value },
        )}
        onChoose={chosen => chooseLanguage(chosen, environment.locales)}
      />
    </>
  )
}
