import { clsx } from 'clsx'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Connection } from '../../store/state.ts'
import { useStanding } from './use-standing.ts'
import './connection-status.css'

const words = {
  connecting: 'connecting',
  'catching-up': 'catchingUp',
  online: 'online',
  offline: 'offline',
  refused: 'offline',
} as const satisfies Record<Connection['state'], string>

/** How this device stands to its server, as a word beside a dot. Read aloud when it changes. */
export function ConnectionStatus() {
  const { t } = useTranslation()
  const state = useSettled(useStanding().state)
  return (
    <div className={clsx('connection-status', `connection-${state}`)} role="status" data-state={state}>
      <span className="connection-dot" aria-hidden="true" />
      {t(`connection.${words[state]}`)}
    </div>
  )
}

/** A connection that is made within a blink should not make the word flicker. */
function useSettled(state: Connection['state']): Connection['state'] {
  const [settled, settle] = useState(state)
  const isPassing = state === 'connecting' || state === 'catching-up'
  useEffect(() => {
    const timer = setTimeout(() => settle(state), isPassing ? 400 : 0)
    return () => clearTimeout(timer)
  }, [state, isPassing])
  return settled
}
