/** Runs before the page's code is read, so that there is something to read while it is. A file of its own in the built page. */
import { drawLastScreen } from '../lib/last-screen.ts'
import { recall } from '../lib/storage.ts'
import { showTheme } from '../lib/theme.ts'
import { readFonts } from '../ui/fonts.ts'

showTheme(recall('theme'))
const root = document.getElementById('root')
if (root && recall('account'))
  void readFonts().then(() => {
    // The page's own code may have been quicker.
    if (root.childElementCount === 0) drawLastScreen(root)
  })
