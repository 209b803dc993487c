import { lazy, Suspense } from 'react'
import type { Environment } from '../../bridge/bridge.ts'
import { useNavigation } from '../features/navigation/navigation.ts'

// Not needed at the start, and read from the app's own files within a blink.
const SettingsDialog = lazy(() => import('../features/settings/settings-dialog.tsx'))
const LogOutDialog = lazy(() => import('../features/account/log-out-dialog.tsx'))

export function Dialogs({ environment }: { environment: Environment }) {
  const dialog = useNavigation(state => state.dialog)
  return (
    <Suspense>
      {dialog.kind === 'settings' && <SettingsDialog page={dialog.page} environment={environment} />}
      {dialog.kind === 'log-out' && <LogOutDialog />}
    </Suspense>
  )
}
