import { applyAccount } from './accounts.apply.ts'
import { applyAlertPreferences } from './alerts.apply.ts'
import { applyMarker, applyReceipt } from './markers.apply.ts'
import { applyMemberChanged, applyMemberJoined, applyMemberLeft } from './members.apply.ts'
import { applyMessages } from './messages.apply.ts'
import { applyPresence } from './presence.apply.ts'
import type { ChatterEvent } from './protocol.ts'
import { applyPreferences, applyRoomAdded, applyRoomChanged, applyRoomRemoved } from './rooms.apply.ts'
import type { Snapshot } from './snapshot.ts'
import { applyTyping } from './typing.apply.ts'

/**
 * Folds one event into what is known. Pure; folding an event twice is harmless. Events of messages must continue the
 * room without a gap (`hasGap` in `messages.apply.ts`); the caller catches up where they do not.
 * @param now milliseconds of the reader's clock, for what expires
 */
export function applyEvent(snapshot: Snapshot, event: ChatterEvent, now: number): Snapshot {
  switch (event.name) {
    case 'messages:posted':
    case 'messages:changed':
      return applyMessages(snapshot, event.payload)
    case 'marker:moved':
      return applyMarker(snapshot, event.payload)
    case 'receipt:moved':
      return applyReceipt(snapshot, event.payload)
    case 'typing:started':
      return applyTyping(snapshot, event.payload, now)
    case 'presence:changed':
      return applyPresence(snapshot, event.payload)
    case 'room:added':
      return applyRoomAdded(snapshot, event.payload)
    case 'room:changed':
      return applyRoomChanged(snapshot, event.payload)
    case 'preferences:changed':
      return applyPreferences(snapshot, event.payload)
    case 'room:removed':
      return applyRoomRemoved(snapshot, event.payload)
    case 'member:joined':
      return applyMemberJoined(snapshot, event.payload)
    case 'member:changed':
      return applyMemberChanged(snapshot, event.payload)
    case 'member:left':
      return applyMemberLeft(snapshot, event.payload)
    case 'account:changed':
      return applyAccount(snapshot, event.payload)
    case 'alerts:changed':
      return applyAlertPreferences(snapshot, event.payload)
    case 'bans:changed':
    case 'session:revoked':
    case 'signal:received':
      return snapshot
  }
}
