import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { useClientState } from '../session/use-client.ts'

/** For the first person on a new server: how the others get here. */
export function InviteNote() {
  const { t } = useTranslation()
  const serverUrl = useClientState(state => state.serverUrl)
  const isLoaded = useClientState(state => state.isLoaded)
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(serverUrl)
    setCopied(true)
    setTimeout(() => setCopied(false), 2000)
  }
  if (!isLoaded) return null
  return (
    <div className="people-note">
      {t('people.alone')}
      <strong>{serverUrl}</strong>
      <Button size="small" onClick={copy}>
        {t(isCopied ? 'people.copied' : 'people.copyAddress')}
      </Button>
    </div>
  )
}
