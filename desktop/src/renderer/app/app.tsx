import type { Environment } from '../../bridge/bridge.ts'
import { Entry } from '../features/entry/entry.tsx'
import { useSession } from '../features/session/session.ts'
import { ClientProvider } from '../features/session/use-client.ts'
import { Frame } from './frame.tsx'

/** The whole page: the way in, or what is inside. */
export function App({ environment }: { environment: Environment }) {
  const session = useSession()
  if (session.is === 'starting') return null
  if (session.is === 'closed')
    return (
      <Entry
        serverUrl={environment.serverUrl}
        hasEnded={session.hasEnded}
        areSecretsSafe={environment.secretsAreEncrypted || environment.platform === 'browser'}
      />
    )
  return (
    <ClientProvider value={session.client}>
      <Frame environment={environment} />
    </ClientProvider>
  )
}
