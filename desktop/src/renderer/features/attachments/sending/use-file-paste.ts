import { useEffect } from 'react'
import { useWords } from '../../../lib/use-words.ts'
import { useClient } from '../../session/use-client.ts'
import { chooseFiles } from './choose-files.ts'
import { pastedFrom } from './chosen.ts'

/** Takes files and pictures that are pasted while a room is open, unless they are pasted into another field. */
export function useFilePaste(roomId: number): void {
  const client = useClient()
  const { t } = useWords()
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (event.defaultPrevented || !event.clipboardData || isElsewhere(event.target)) return
      const chosen = pastedFrom(event.clipboardData, () => t('sending.pastedPicture', { date: stamp() }))
      if (chosen.files.length + chosen.folders.length === 0) return
      event.preventDefault()
      void chooseFiles(client, roomId, chosen)
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [client, roomId, t])
}

function isElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  const isOther = target.matches('input, textarea, [contenteditable]') && !target.matches('.composer-input')
  return isOther || target.closest('[role=dialog]') !== null
}

/** `2026-11-22 07.45.10`: fit for a name, and in order. */
function stamp(): string {
  const now = new Date()
  const two = (number: number) => String(number).padStart(2, '0')
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-')
  return `${day} ${[now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('.')}`
}
