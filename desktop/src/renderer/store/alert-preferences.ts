/** What I want of notifications: shown at once, taken back when the server refuses, and known before the first news. */
import { applyAlertPreferences } from '@chatter/shared/alerts.apply.ts'
import type { AlertPreferences, AlertPreferencesChange } from '@chatter/shared/alerts.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import type { Api } from '../connection/api.ts'
import type { Cache } from './cache.ts'
import type { Folded, Known } from './known.ts'

type AlertPreferencesOptions = {
  known: Pick<Known, 'read' | 'change' | 'listen'>
  api: Pick<Api, 'readAlertPreferences' | 'setAlertPreferences'>
  cache: () => Pick<Cache, 'rememberAlertPreferences'> | undefined
}

export function createAlertPreferences({ known, api, cache }: AlertPreferencesOptions) {
  /** Changes that the server has not answered yet, in their order. */
  const pending: AlertPreferencesChange[] = []
  /** They go one after the other, so that the last one is the one that stands. */
  let last: Promise<unknown> = Promise.resolve()

  const show = (preferences: AlertPreferences) =>
    known.change(snapshot => applyAlertPreferences(snapshot, withPending(preferences)))

  const withPending = (preferences: AlertPreferences): AlertPreferences =>
    Object.assign({ ...preferences }, ...pending)

  async function set(wanted: AlertPreferencesChange): Promise<void> {
    const before = known.read().alertPreferences
    /** What was told meanwhile is at least as new as the answer, but where this change hides it. */
    let told: AlertPreferences | undefined
    const stop = known.listen(event => {
      if (event.name === 'alerts:changed') told = event.payload
    })
    pending.push(wanted)
    show(before)
    const sending = last.then(() => api.setAlertPreferences(wanted))
    last = sending.catch(() => {})
    try {
      const answer = await sending
      settle(wanted)
      show(told ?? answer)
    } catch (error) {
      settle(wanted)
      if (told) show(told)
      else takeBack(wanted, before)
      throw error
    } finally {
      stop()
    }
  }

  function settle(wanted: AlertPreferencesChange) {
    pending.splice(pending.indexOf(wanted), 1)
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
    /** News of an earlier change must not undo a later one that is on its way. */
    overlay: (snapshot: Snapshot): Snapshot =>
      applyAlertPreferences(snapshot, withPending(snapshot.alertPreferences)),
    /** As they were when this machine heard of them last. */
    restore(preferences: AlertPreferences | undefined) {
      if (preferences) show(preferences)
    },
    async load() {
      show(await api.readAlertPreferences())
    },
    attend({ before, after }: Pick<Folded, 'before' | 'after'>) {
      if (before.alertPreferences !== after.alertPreferences)
        cache()?.rememberAlertPreferences(after.alertPreferences)
    },
  }
}
