/**
 * Runs before the page's own code, so that there is something to read while that is read: draws the last screen, and starts
 * the page once it is painted. A file of its own in the built page.
 */
import { drawLastScreen } from '../lib/last-screen.ts'
import { recall } from '../lib/storage.ts'
import { showTheme } from '../lib/theme.ts'
import { readFonts } from '../ui/fonts.ts'

/** The paint is waited for so long, in milliseconds: a window that is hidden may never have one. */
const patience = 250

void open().finally(startPage)

async function open() {
  showTheme(recall('theme'))
  const root = document.getElementById('root')
  if (!root || !recall('account')) return
  await readFonts()
  if (drawLastScreen(root)) await painted()
}

function painted(): Promise<unknown> {
  const paint = new Promise(resolve => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = resolve
      port2.postMessage(null)
    })
  })
  return Promise.race([paint, new Promise(resolve => setTimeout(resolve, patience))])
}

/** The page's code is on its way since the page began; the last of what it names is where it starts. */
function startPage() {
  const [entry] = [...document.querySelectorAll<HTMLLinkElement>('link[rel=modulepreload]')].slice(-1)
  if (entry) void import(entry.href)
}
