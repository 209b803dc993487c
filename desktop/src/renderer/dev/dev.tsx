/**
 * The views with a made-up client instead of a server, for working on how they look: `npx vite desktop`, then
 * `/dev/index.html?scene=busy&lang=ko&theme=dark`. No part of the built app.
 */
import '../ui/tokens.css'
import '../ui/base.css'
import '../ui/fonts.css'
import '../ui/fonts-rest.css'
import { createRoot } from 'react-dom/client'
import { createStandInBridge } from '../../bridge/stand-in.ts'
import { App } from '../app/app.tsx'
import { CrashScreen } from '../app/crash-screen.tsx'
import { setupLanguage } from '../app/language.ts'
import { setupAttention } from '../features/attention/attention.ts'
import { chooseTheme, setupAppearance, usePreferences } from '../features/preferences/preferences.ts'
import { setupSession, useSession } from '../features/session/session.ts'
import { readFonts } from '../ui/fonts.ts'
import { setupHints } from '../ui/hint.ts'
import { createMadeUpClient } from './made-up-client.ts'
import { scenes } from './scenes.ts'

const wish = new URLSearchParams(location.search)
window.bridge = createStandInBridge()
const fonts = readFonts()
const environment = await window.bridge.ask('environment:read')
const language = wish.get('lang')
if (language === 'ko' || language === 'en') usePreferences.setState({ language })
setupAppearance()
const theme = wish.get('theme')
if (theme === 'light' || theme === 'dark') chooseTheme(theme)
await setupLanguage(environment.locales)
setupAttention()

const scene = wish.get('scene') ?? 'busy'
if (scene === 'entry') {
  await setupSession(() => createMadeUpClient(scenes.busy!()), { ...environment, device: 'dev' })
  useSession.setState({ is: 'closed', hasEnded: false }, true)
} else {
  const client = createMadeUpClient(scenes[scene]!())
  useSession.setState({ is: 'open', client, serverName: 'Analytical Engines', token: '' }, true)
  Object.assign(window, { client })
}
await fonts
createRoot(document.getElementById('root')!).render(
  <CrashScreen>
    <App environment={environment} />
  </CrashScreen>,
)
setupHints()
