import { ChevronsUpDown, LogOut, Settings, UserRound } from 'lucide-react'
import { useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../ui/avatar.tsx'
import { IconButton } from '../../ui/button.tsx'
import { DoNotDisturbMenu } from '../alerts/do-not-disturb-menu.tsx'
import { useDoNotDisturbWords, useMyDoNotDisturb } from '../alerts/use-do-not-disturb.ts'
import { askToLogOut, openSettings } from '../navigation/navigation.ts'
import { PresenceDot } from '../presence/presence-dot.tsx'
import { useConnected, usePresence } from '../presence/use-presence.ts'
import { useMe } from '../session/use-client.ts'
import '../alerts/alerts.css'
import './account-bar.css'

/** Me, at the foot of the side bar, with what concerns my account. */
export function AccountBar() {
  const { t } = useTranslation()
  const me = useMe()
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const menu = useRef<HTMLDivElement>(null)
  const state = useMyPresence(me.id)
  const doNotDisturb = useMyDoNotDisturb()
  const wish = useDoNotDisturbWords(doNotDisturb)
  /** What was chosen may not be there any more, and the focus goes back to where it came from. */
  const close = () => {
    menu.current?.hidePopover()
    button.current?.focus()
  }
  const choose = (action: () => void) => () => {
    menu.current?.hidePopover()
    action()
  }
  return (
    <div className="account-bar">
      <button ref={button} type="button" className="account-bar-me" popoverTarget={id}>
        <span className="hidden-visually">{t('account.account')}</span>
        <Avatar account={me} size={28}>
          <PresenceDot state={state} doNotDisturb={doNotDisturb} />
        </Avatar>
        <span className="account-bar-words">
          <span className="account-bar-name truncated">{me.displayName}</span>
          <span className="account-bar-state truncated" title={wish || undefined}>
            {doNotDisturb ? t('alerts.doNotDisturb') : t(`presence.${state}`)}
          </span>
        </span>
        <ChevronsUpDown size={14} aria-hidden="true" />
      </button>
      <IconButton name={t('account.settings')} onClick={() => openSettings()}>
        <Settings size={17} aria-hidden="true" />
      </IconButton>
      <div ref={menu} id={id} popover="auto" className="account-menu">
        <div className="account-menu-head">
          <strong className="truncated">{me.displayName}</strong>
          <span className="truncated">@{me.username}</span>
        </div>
        <DoNotDisturbMenu onDone={close} />
        <button type="button" className="account-menu-item" onClick={choose(() => openSettings('profile'))}>
          <UserRound size={15} aria-hidden="true" />
          {t('account.editProfile')}
        </button>
        <button type="button" className="account-menu-item" onClick={choose(askToLogOut)}>
          <LogOut size={15} aria-hidden="true" />
          {t('account.logOut')}
        </button>
      </div>
    </div>
  )
}

/** Without a connection nobody sees me online, whatever the server said last. */
function useMyPresence(me: number) {
  const isConnected = useConnected()
  const { state } = usePresence(me)
  if (!isConnected) return 'offline'
  return state === 'away' ? 'away' : 'online'
}
