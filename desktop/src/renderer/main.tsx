/** The page's start: what must be known before the first paint, in order, and then the views. */
import './ui/tokens.css'
import './ui/base.css'
import './ui/fonts.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { CrashScreen } from './app/crash-screen.tsx'
import { setupLanguage } from './app/language.ts'
import { setupAttention } from './features/attention/attention.ts'
import { setupAppearance } from './features/preferences/preferences.ts'
import { readLastSessionEarly, recallOwner } from './features/session/last-session.ts'
import { setupSession } from './features/session/session.ts'
import { setupLastScreen } from './lib/last-screen.ts'
import { type ClientOptions, createClient } from './store/client.ts'
import { openKeptEarly } from './store/kept.ts'
import { readFonts, readOtherFonts } from './ui/fonts.ts'
import { setupHints } from './ui/hint.ts'

/** The app opens without it. */
const lookAt: ClientOptions['lookAt'] = async file =>
  (await import('./features/attachments/sending/look-at.ts')).lookAt(file)

const owner = recallOwner()
if (owner) openKeptEarly(owner)
setupAppearance()
const fonts = readFonts()
if (!window.bridge) window.bridge = (await import('../bridge/stand-in.ts')).createStandInBridge()
const asked = window.bridge.ask('environment:read')
readLastSessionEarly()
const environment = await asked
await setupLanguage(environment.locales)
const attention = setupAttention()
await setupSession(
  session => createClient({ ...session, bridge: window.bridge, attention, lookAt }),
  environment,
)
await fonts
const root = document.getElementById('root')!
createRoot(root).render(
  <CrashScreen>
    <App environment={environment} />
  </CrashScreen>,
)
setupLastScreen(root)
setupHints()
readOtherFonts()
