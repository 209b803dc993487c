/** The downloads of this machine, as the app's own process tells of them. */
import type { Attachment } from '@chatter/shared/attachments.ts'
import { create } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Download, FileAddress, FileToSave } from '../../../../bridge/bridge.ts'

type Downloads = {
  byFile: Readonly<Record<string, Download>>
  /** The app's own process has told of all there are. */
  isRead: boolean
}

export const useDownloads = create<Downloads>(() => ({ byFile: {}, isRead: false }))

const keyOf = ({ serverUrl, id }: FileAddress) => `${serverUrl} ${id}`

let isSetUp = false

/** Follows them from the first time that somebody looks. */
export function setupDownloads(): void {
  if (isSetUp) return
  isSetUp = true
  const { bridge } = window
  bridge.on('download:changed', put)
  bridge.on('download:gone', file =>
    useDownloads.setState(({ byFile: { [keyOf(file)]: _, ...byFile } }) => ({ byFile })),
  )
  bridge.ask('downloads:read').then(all => {
    for (const download of all) if (!useDownloads.getState().byFile[keyOf(download)]) put(download)
    useDownloads.setState({ isRead: true })
  }, report)
}

function put(download: Download) {
  useDownloads.setState(({ byFile }) => ({ byFile: { ...byFile, [keyOf(download)]: download } }))
}

export function downloadIn(byFile: Downloads['byFile'], serverUrl: string, id: string): Download | undefined {
  return byFile[keyOf({ serverUrl, id })]
}

export function useDownload(serverUrl: string, id: string): Download | undefined {
  setupDownloads()
  return useDownloads(({ byFile }) => downloadIn(byFile, serverUrl, id))
}

/** Those that "save all" is for: of several that can be saved, what is not on this machine whole. */
export function useToSave(serverUrl: string, attachments: readonly Attachment[]): readonly Attachment[] {
  setupDownloads()
  return useDownloads(useShallow(({ byFile }) => unsavedOf(byFile, serverUrl, attachments)))
}

function unsavedOf(byFile: Downloads['byFile'], serverUrl: string, attachments: readonly Attachment[]) {
  const kept = attachments.filter(({ isDirect }) => !isDirect)
  return kept.length > 1 ? kept.filter(({ id }) => byFile[keyOf({ serverUrl, id })]?.state !== 'done') : []
}

export function toSave(serverUrl: string, { id, name, size, sha256 }: Attachment): FileToSave {
  return { serverUrl, id, name, size, sha256 }
}

export function save(file: FileToSave): void {
  window.bridge.ask('download:start', file).catch(report)
}

/** What is here of it already becomes its download. */
export function saveReceived(file: FileToSave): void {
  window.bridge.ask('received:adopt', file).catch(report)
}

export function saveAll(serverUrl: string, attachments: readonly Attachment[]): void {
  for (const each of attachments) save(toSave(serverUrl, each))
}

/** Of all of them, in bytes. */
export function sizeOf(attachments: readonly Attachment[]): number {
  return attachments.reduce((sum, { size }) => sum + size, 0)
}

/** For what waits for the network. */
export function wakeDownloads(): void {
  window.bridge.ask('downloads:wake').catch(report)
}

export function pause({ serverUrl, id }: FileAddress): void {
  window.bridge.ask('download:pause', { serverUrl, id }).catch(report)
}

export function cancel({ serverUrl, id }: FileAddress): void {
  window.bridge.ask('download:cancel', { serverUrl, id }).catch(report)
}

/** Opens a saved file; one that is not where it was put is forgotten, and can be saved again. */
export function openSaved({ serverUrl, id }: FileAddress): void {
  window.bridge.ask('download:open', { serverUrl, id }).catch(report)
}

export function showSaved({ serverUrl, id }: FileAddress): void {
  window.bridge.ask('download:show', { serverUrl, id }).catch(report)
}

export function report(error: unknown) {
  console.warn('A download could not be asked for.', error)
}
