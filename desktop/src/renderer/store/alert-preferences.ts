/** What I want of notifications: shown at once, taken back when the server refuses, and known before the first news. */
import { applyAlertPreferences } from '@chatter/shared/alerts.apply.ts'
import type { AlertPreferences, AlertPreferencesChange } from '@chatter/shared/alerts.ts'
import type { Api } from '../connection/api.ts'
import type { Cache } from './cache.ts'
import type { Folded, Known } from './known.ts'

type AlertPreferencesOptions = {
  known: Pick<Known, 'read' | 'change' | 'receive'>
  api: Pick<Api, 'readAlertPreferences' | 'setAlertPreferences'>
  cache: () => Pick<Cache, 'rememberAlertPreferences'> | undefined
}

export function createAlertPreferences({ known, api, cache }: AlertPreferencesOptions) {
  /** How many changes are on their way: an answer to an earlier one must not undo a later one. */
  let flying = 0

  const show = (preferences: AlertPreferences) =>
    known.change(snapshot => applyAlertPreferences(snapshot, preferences))

  async function set(wanted: AlertPreferencesChange): Promise<void> {
    const before = known.read().alertPreferences
    flying++
    show({ ...before, ...wanted })
    try {
      const payload = await api.setAlertPreferences(wanted)
      if (flying === 1) known.receive({ name: 'alerts:changed', payload })
    } catch (error) {
      takeBack(wanted, before)
      throw error
    } finally {
      flying--
    }
  }

  /** What is still as it was wanted becomes what it was before. */
  function takeBack(wanted: AlertPreferencesChange, before: AlertPreferences) {
    const now = known.read().alertPreferences
    const was = <Name extends keyof AlertPreferences>(name: Name) =>
      wanted[name] !== undefined && now[name] === wanted[name] ? before[name] : now[name]
    show({ doNotDisturb: was('doNotDisturb'), quietHours: was('quietHours'), keywords: was('keywords') })
  }

  return {
    set,
    /** As they were when this machine heard of them last. */
    restore(preferences: AlertPreferences | undefined) {
      if (preferences) show(preferences)
    },
    async load() {
      const preferences = await api.readAlertPreferences()
      if (flying === 0) show(preferences)
    },
    attend({ before, after }: Pick<Folded, 'before' | 'after'>) {
      if (before.alertPreferences !== after.alertPreferences)
        cache()?.rememberAlertPreferences(after.alertPreferences)
    },
  }
}
