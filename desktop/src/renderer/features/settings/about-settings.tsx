import { useTranslation } from 'react-i18next'
import type { Environment } from '../../../bridge/bridge.ts'
import { useClientState } from '../session/use-client.ts'

export function AboutSettings({ environment }: { environment: Environment }) {
  const { t } = useTranslation()
  const serverUrl = useClientState(state => state.serverUrl)
  const command = environment.platform === 'darwin' ? '⌘' : 'Ctrl+'
  const alt = environment.platform === 'darwin' ? '⌥' : 'Alt+'
  const facts = [
    [t('settings.version'), environment.version],
    [t('settings.server'), serverUrl],
    [t('settings.keys'), t(environment.secretsAreEncrypted ? 'settings.keysSafe' : 'settings.keysUnsafe')],
  ]
  const shortcuts = [
    [t('settings.shortcutFind'), `${command}K`],
    [t('settings.shortcutSearch'), `${command}F`],
    [t('settings.shortcutSearchAll'), `${command}Shift+F`],
    [t('settings.shortcutMarkAll'), 'Shift+Esc'],
    [t('settings.shortcutRooms'), `${alt}↑ ${alt}↓`],
    [t('settings.shortcutSend'), 'Enter'],
    [t('settings.shortcutBreak'), 'Shift+Enter'],
    [t('settings.shortcutEnd'), 'Esc'],
  ]
  return (
    <>
      <Facts rows={facts} />
      <h4 className="settings-subheading">{t('settings.shortcuts')}</h4>
      <Facts rows={shortcuts} isKeys />
      <p className="settings-note settings-license">{t('settings.license')}</p>
    </>
  )
}

function Facts({ rows, isKeys }: { rows: (string | undefined)[][]; isKeys?: boolean }) {
  return (
    <dl className="settings-facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{isKeys ? value?.split(' ').map(key => <kbd key={key}>{key}</kbd>) : value}</dd>
        </div>
      ))}
    </dl>
  )
}
