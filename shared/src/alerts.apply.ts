import type { AlertPreferences } from './alerts.ts'
import type { Snapshot } from './snapshot.ts'

/** Folds what I want of notifications, as one of my devices said. */
export function applyAlertPreferences(snapshot: Snapshot, alertPreferences: AlertPreferences): Snapshot {
  if (JSON.stringify(snapshot.alertPreferences) === JSON.stringify(alertPreferences)) return snapshot
  return { ...snapshot, alertPreferences }
}
