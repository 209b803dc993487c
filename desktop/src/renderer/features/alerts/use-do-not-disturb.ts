import { type DoNotDisturb, isDoNotDisturb } from '@chatter/shared/alerts.ts'
import { useEffect, useState } from 'react'
import { untilTime } from '../../lib/times.ts'
import { useWords } from '../../lib/use-words.ts'
import { useClientState } from '../session/use-client.ts'

/** Timers take no longer time, in milliseconds. */
const longestTimer = 2 ** 31 - 1

/** The wish while it lasts: whoever shows it sees it end. */
export function useLasting(wish: DoNotDisturb | null | undefined): DoNotDisturb | null {
  const [, setEndings] = useState(0)
  const lasts = isDoNotDisturb(wish, Date.now())
  const until = lasts ? wish.until : null
  useEffect(() => {
    if (until === null) return
    const end = () => setEndings(endings => endings + 1)
    const timer = setTimeout(end, Math.min(until - Date.now() + 1, longestTimer))
    return () => clearTimeout(timer)
  }, [until])
  return lasts ? wish : null
}

/** Whether I do not want to be disturbed now, and until when. */
export function useMyDoNotDisturb(): DoNotDisturb | null {
  return useLasting(useClientState(({ snapshot }) => snapshot.alertPreferences.doNotDisturb))
}

/** `Do not disturb until 3:30 PM`; empty while nothing is wished. */
export function useDoNotDisturbWords(wish: DoNotDisturb | null | undefined): string {
  const { t, language } = useWords()
  if (!wish) return ''
  if (wish.until === null) return t('alerts.doNotDisturb')
  return t('alerts.until', { time: untilTime(wish.until, Date.now(), language) })
}
