/** The application's menus as plain lists, so that they read like menus. */
import type { MenuItemConstructorOptions as Item } from 'electron'
import type { Command } from '../bridge/bridge.ts'
import type { Words } from './words.ts'

export type MenuSurroundings = {
  platform: NodeJS.Platform
  words: Words
  /** Carries out what the page can do. */
  choose: (command: Command) => void
}

/** The menus of the window, or of the screen's top on macOS. Labels are our own, in the language of the app. */
export function menuTemplate(surroundings: MenuSurroundings): Item[] {
  const isMac = surroundings.platform === 'darwin'
  const menus = [fileMenu, editMenu, viewMenu, goMenu].map(menu => menu(surroundings))
  return isMac
    ? [appMenu(surroundings), ...menus, windowMenu(surroundings)]
    : [...menus, helpMenu(surroundings)]
}

const line: Item = { type: 'separator' }

function appMenu({ words, choose }: MenuSurroundings): Item {
  return {
    role: 'appMenu',
    label: 'Chatter',
    submenu: [
      { role: 'about', label: words.about },
      line,
      { label: words.settings, accelerator: 'Cmd+,', click: () => choose('open-settings') },
      line,
      { role: 'services', label: words.services },
      line,
      { role: 'hide', label: words.hide },
      { role: 'hideOthers', label: words.hideOthers },
      { role: 'unhide', label: words.showAll },
      line,
      { role: 'quit', label: words.quit },
    ],
  }
}

function fileMenu({ platform, words, choose }: MenuSurroundings): Item {
  const rest: Item[] = [
    line,
    { label: words.settings, accelerator: 'Ctrl+,', click: () => choose('open-settings') },
    { label: words.logOut, click: () => choose('log-out') },
    line,
    { role: 'close', label: words.close, accelerator: 'Ctrl+W' },
    { role: 'quit', label: words.quit, accelerator: 'Ctrl+Q' },
  ]
  const restOnMac: Item[] = [
    { label: words.logOut, click: () => choose('log-out') },
    line,
    { role: 'close', label: words.close },
  ]
  return {
    label: words.file,
    submenu: [
      { label: words.createRoom, click: () => choose('create-room') },
      { label: words.browseRooms, click: () => choose('browse-rooms') },
      ...(platform === 'darwin' ? restOnMac : rest),
    ],
  }
}

function editMenu({ platform, words, choose }: MenuSurroundings): Item {
  const speech: Item[] = [
    line,
    {
      label: words.speech,
      submenu: [
        { role: 'startSpeaking', label: words.startSpeaking },
        { role: 'stopSpeaking', label: words.stopSpeaking },
      ],
    },
  ]
  return {
    role: 'editMenu',
    label: words.edit,
    submenu: [
      { role: 'undo', label: words.undo },
      { role: 'redo', label: words.redo },
      line,
      { role: 'cut', label: words.cut },
      { role: 'copy', label: words.copy },
      { role: 'paste', label: words.paste },
      { role: 'pasteAndMatchStyle', label: words.pastePlain },
      { role: 'delete', label: words.remove },
      line,
      { role: 'selectAll', label: words.selectAll },
      line,
      { label: words.searchRoom, accelerator: 'CmdOrCtrl+F', click: () => choose('search-room') },
      {
        label: words.searchEverywhere,
        accelerator: 'CmdOrCtrl+Shift+F',
        click: () => choose('search-everywhere'),
      },
      ...(platform === 'darwin' ? speech : []),
    ],
  }
}

function viewMenu({ words }: MenuSurroundings): Item {
  return {
    label: words.view,
    submenu: [
      { role: 'resetZoom', label: words.actualSize },
      { role: 'zoomIn', label: words.zoomIn },
      // The same key without Shift, as on most keyboards.
      { role: 'zoomIn', accelerator: 'CmdOrCtrl+=', visible: false, acceleratorWorksWhenHidden: true },
      { role: 'zoomOut', label: words.zoomOut },
      line,
      { role: 'togglefullscreen', label: words.fullScreen },
      line,
      { role: 'reload', label: words.reload },
      { role: 'toggleDevTools', label: words.developerTools },
    ],
  }
}

function goMenu({ words, choose }: MenuSurroundings): Item {
  return {
    label: words.go,
    submenu: [
      { label: words.openSwitcher, accelerator: 'CmdOrCtrl+K', click: () => choose('open-switcher') },
      { label: words.findPerson, click: () => choose('find-person') },
      line,
      { label: words.previousRoom, accelerator: 'Alt+Up', click: () => choose('previous-room') },
      { label: words.nextRoom, accelerator: 'Alt+Down', click: () => choose('next-room') },
      { label: words.jumpToDate, click: () => choose('jump-to-date') },
      line,
      { label: words.markAllRead, accelerator: 'Shift+Esc', click: () => choose('mark-all-read') },
    ],
  }
}

function windowMenu({ words }: MenuSurroundings): Item {
  return {
    role: 'windowMenu',
    label: words.window,
    submenu: [
      { role: 'minimize', label: words.minimize },
      { role: 'zoom', label: words.zoom },
      line,
      { role: 'front', label: words.bringAllToFront },
    ],
  }
}

function helpMenu({ words }: MenuSurroundings): Item {
  return { role: 'help', label: words.help, submenu: [{ role: 'about', label: words.about }] }
}
