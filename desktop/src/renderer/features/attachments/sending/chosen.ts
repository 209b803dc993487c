/** What was dropped, pasted or picked, as files. */
import type { ChosenFile } from '../../../store/files.ts'

/** Files, and the names of folders that came with them. */
export type Chosen = { files: ChosenFile[]; folders: string[] }

/** Must be asked while the event is handled: afterwards a drop has nothing in it any more. */
export function chosenFrom({ items }: DataTransfer): Chosen {
  const files: ChosenFile[] = []
  const folders: string[] = []
  for (const item of items) {
    if (item.kind !== 'file') continue
    const entry = item.webkitGetAsEntry()
    const file = item.getAsFile()
    if (entry?.isDirectory) folders.push(entry.name)
    else if (file) files.push(toChosen(file))
  }
  return { files, folders }
}

export function toChosen(file: File): ChosenFile {
  return { name: file.name, type: file.type || 'application/octet-stream', blob: file }
}

export function hasFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') ?? false
}

/**
 * The files of a paste; none where words were meant. Programs that copy words or tables often put a picture of them beside.
 * @param nameOf what a picture is called that has no name of its own
 */
export function pastedFrom(transfer: DataTransfer, nameOf: () => string): Chosen {
  const chosen = chosenFrom(transfer)
  const isPicture = ({ type }: ChosenFile) => type.startsWith('image/')
  const hasWords = transfer.types.includes('text/html') && transfer.getData('text/plain').trim() !== ''
  if (hasWords && chosen.files.every(isPicture)) return { files: [], folders: [] }
  const named = (file: ChosenFile) =>
    /^image\.\w+$/.test(file.name) ? { ...file, name: `${nameOf()}${/\.\w+$/.exec(file.name)![0]}` } : file
  return { ...chosen, files: chosen.files.map(named) }
}
