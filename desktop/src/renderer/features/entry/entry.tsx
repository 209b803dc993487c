import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Logo } from '../../ui/logo.tsx'
import { recallServer, recallUsername } from '../session/last-session.ts'
import { type Door, doors } from './doors.ts'
import { EntryForm } from './entry-form.tsx'
import './entry.css'

type EntryProps = {
  /** The server that the app was started for. */
  serverUrl: string | null
  /** The session ended while it was used: say why the person is here. */
  hasEnded: boolean
  areSecretsSafe: boolean
}

/** Where one comes in: by logging in, or by signing up. */
export function Entry({ serverUrl, hasEnded, areSecretsSafe }: EntryProps) {
  const { t } = useTranslation()
  const wasHere = recallUsername() !== ''
  const [door, setDoor] = useState<Door>(wasHere || hasEnded ? 'logIn' : 'signUp')
  return (
    <main className="entry">
      <div className="entry-card">
        <Logo />
        <h1 className="entry-title">
          {t(wasHere && door === 'logIn' ? 'entry.welcomeBack' : 'entry.welcome')}
        </h1>
        <p className="entry-note">{t('entry.welcomeNote')}</p>
        {hasEnded && (
          <p className="entry-ended" role="status">
            {t('entry.ended')}
          </p>
        )}
        <div className="entry-doors" role="tablist" onKeyDown={event => walk(event, door, setDoor)}>
          {doors.map(each => (
            <button
              key={each}
              type="button"
              role="tab"
              id={`entry-${each}`}
              aria-selected={door === each}
              aria-controls="entry-panel"
              tabIndex={door === each ? 0 : -1}
              onClick={() => setDoor(each)}
            >
              {t(`entry.${each}`)}
            </button>
          ))}
        </div>
        <div id="entry-panel" role="tabpanel" aria-labelledby={`entry-${door}`}>
          <EntryForm
            door={door}
            initialServer={serverUrl ?? recallServer()}
            initialUsername={recallUsername()}
          />
        </div>
        {!areSecretsSafe && <p className="entry-secrets">{t('entry.unsafeSecrets')}</p>}
      </div>
    </main>
  )
}

/** Arrow keys change the tab, as in every list of tabs. */
function walk(event: React.KeyboardEvent<HTMLElement>, door: Door, setDoor: (door: Door) => void) {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
  const other = door === 'logIn' ? 'signUp' : 'logIn'
  setDoor(other)
  event.currentTarget.querySelector<HTMLElement>(`#entry-${other}`)?.focus()
}
