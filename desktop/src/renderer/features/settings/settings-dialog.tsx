import { Bell, File, Info, MonitorSmartphone, Palette, UserRound } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import type { Environment } from '../../../bridge/bridge.ts'
import { DialogClose, DialogFrame, DialogTitle } from '../../ui/dialog.tsx'
import { closeDialog, openSettings, type SettingsPage } from '../navigation/navigation.ts'
import { AboutSettings } from './about-settings.tsx'
import { AppearanceSettings } from './appearance-settings.tsx'
import { DeviceSettings } from './device-settings.tsx'
import { FileSettings } from './file-settings.tsx'
import { NotificationSettings } from './notification-settings.tsx'
import { ProfileSettings } from './profile-settings.tsx'
import './settings.css'

type PageProps = { environment: Environment }

const pages = {
  profile: { Icon: UserRound, Page: ProfileSettings },
  appearance: { Icon: Palette, Page: AppearanceSettings },
  notifications: { Icon: Bell, Page: NotificationSettings },
  files: { Icon: File, Page: FileSettings },
  devices: { Icon: MonitorSmartphone, Page: DeviceSettings },
  about: { Icon: Info, Page: AboutSettings },
} satisfies Record<SettingsPage, { Icon: typeof Bell; Page: (props: PageProps) => React.ReactNode }>

const names = Object.keys(pages) as SettingsPage[]

/** All settings, one page per concern. Loaded when it is opened for the first time. */
export default function SettingsDialog({
  page,
  environment,
}: {
  page: SettingsPage
  environment: Environment
}) {
  const { t } = useTranslation()
  return (
    <DialogFrame className="dialog settings" onClose={closeDialog}>
      <Tabs.Root
        className="settings-tabs"
        orientation="vertical"
        value={page}
        onValueChange={name => openSettings(name as SettingsPage)}
      >
        <div className="settings-side">
          <DialogTitle className="settings-title">{t('settings.title')}</DialogTitle>
          <Tabs.List className="settings-list" aria-label={t('settings.title')}>
            {names.map(name => {
              const { Icon } = pages[name]
              return (
                <Tabs.Trigger key={name} value={name} className="settings-tab">
                  <Icon size={16} aria-hidden="true" />
                  {t(`settings.${name}`)}
                </Tabs.Trigger>
              )
            })}
          </Tabs.List>
        </div>
        {names.map(name => {
          const { Page } = pages[name]
          return (
            <Tabs.Content key={name} value={name} className="settings-page">
              <h3 className="settings-heading">{t(`settings.${name}`)}</h3>
              <Page environment={environment} />
            </Tabs.Content>
          )
        })}
      </Tabs.Root>
      <DialogClose />
    </DialogFrame>
  )
}
