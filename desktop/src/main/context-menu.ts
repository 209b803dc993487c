import {
  type ContextMenuParams,
  clipboard,
  type MenuItemConstructorOptions as Item,
  Menu,
  type WebContents,
} from 'electron'
import { currentWindow } from './current-window.ts'
import { currentLanguage } from './language.ts'
import { isOpenable } from './link.ts'
import { openLink } from './links.ts'
import { type Words, words } from './words.ts'

/** Gives text, links and inputs the menu that people expect under the right button. */
export function setupContextMenu(): void {
  const window = currentWindow()
  window?.webContents.on('context-menu', (_event, params) => {
    const template = contextMenuTemplate(params, window.webContents, words[currentLanguage()])
    if (template.length > 0)
      Menu.buildFromTemplate(template).popup({ window, frame: params.frame ?? undefined })
  })
}

function contextMenuTemplate(params: ContextMenuParams, contents: WebContents, words: Words): Item[] {
  const parts = [spellingItems(params, contents, words), linkItems(params, words), textItems(params, words)]
  return parts
    .filter(part => part.length > 0)
    .flatMap((part, at) => (at > 0 ? [{ type: 'separator' } as Item, ...part] : part))
}

function spellingItems(
  { misspelledWord, dictionarySuggestions }: ContextMenuParams,
  contents: WebContents,
  words: Words,
): Item[] {
  if (!misspelledWord) return []
  const suggestions = dictionarySuggestions.map(
    (label): Item => ({ label, click: () => contents.replaceMisspelling(label) }),
  )
  return [
    ...(suggestions.length > 0 ? suggestions : [{ label: words.noSuggestions, enabled: false }]),
    {
      label: words.addToDictionary,
      click: () => contents.session.addWordToSpellCheckerDictionary(misspelledWord),
    },
  ]
}

function linkItems({ linkURL }: ContextMenuParams, words: Words): Item[] {
  if (!isOpenable(linkURL)) return []
  return [
    { label: words.openLink, click: () => void openLink(linkURL) },
    { label: words.copyLink, click: () => clipboard.writeText(linkURL) },
  ]
}

function textItems({ isEditable, selectionText, editFlags }: ContextMenuParams, words: Words): Item[] {
  const copy: Item = { role: 'copy', label: words.copy, enabled: editFlags.canCopy }
  if (!isEditable) return selectionText.trim() ? [copy] : []
  return [
    { role: 'undo', label: words.undo, enabled: editFlags.canUndo },
    { role: 'redo', label: words.redo, enabled: editFlags.canRedo },
    { type: 'separator' },
    { role: 'cut', label: words.cut, enabled: editFlags.canCut },
    copy,
    { role: 'paste', label: words.paste, enabled: editFlags.canPaste },
    { role: 'pasteAndMatchStyle', label: words.pastePlain, enabled: editFlags.canPaste },
    { type: 'separator' },
    { role: 'selectAll', label: words.selectAll, enabled: editFlags.canSelectAll },
  ]
}
