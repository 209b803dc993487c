import { app, Menu } from 'electron'
import type { Command } from '../bridge/bridge.ts'
import { icon } from './icons.ts'
import { signal } from './ipc.ts'
import { currentLanguage, onLanguageChosen } from './language.ts'
import { menuTemplate } from './menu-template.ts'
import { showWindow } from './window.ts'
import { words } from './words.ts'

/** Without this, Electron builds a menu of its own while the app starts. Must happen before `ready`. */
export function skipDefaultMenu(): void {
  Menu.setApplicationMenu(null)
}

/** Gives the app its menus, again when the language changes. */
export function setupMenu(): void {
  app.setAboutPanelOptions({
    applicationName: 'Chatter',
    applicationVersion: app.getVersion(),
    iconPath: icon('icon-256.png'),
  })
  const build = () => {
    const surroundings = { platform: process.platform, words: words[currentLanguage()], choose }
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(surroundings)))
  }
  build()
  onLanguageChosen(build)
}

/** On macOS the menu is there while the window is not. */
function choose(command: Command) {
  showWindow()
  signal('command:chosen', command)
}
