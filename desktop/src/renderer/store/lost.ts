/** Words that were left in rooms I am not in any more. They exist nowhere else, so they are kept and offered back. */
import type { ChatterEvent } from '@chatter/shared/protocol.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import { withWordsInFront } from './drafts.ts'
import type { Folded } from './known.ts'
import type { OutboxEntry } from './outbox.ts'
import type { ClientState, Departure, Draft, LostDraft } from './state.ts'
import type { Writing } from './writing.ts'

type Leaving = Pick<LostDraft, 'roomName' | 'reason' | 'by'>

export type LostOptions = {
  read: () => Pick<ClientState, 'drafts' | 'trays' | 'lostDrafts' | 'outbox' | 'snapshot'>
  onChange: (lostDrafts: readonly LostDraft[]) => void
  /** A room that was known here ended. */
  onDeparture: (departure: Departure) => void
  /** Ends the draft of a room here; on disk it becomes a lost one. */
  endDraft: (roomId: number) => void
  giveBack: (roomId: number, draft: Draft) => void
  flushDrafts: () => Promise<unknown>
  /** Ends the tray of a room here, and returns what was in it. */
  endTray: (roomId: number) => readonly string[]
  giveBackFiles: (roomId: number, fileIds: readonly string[]) => void
  /** Takes out of the outbox what is not on its way. */
  takePosts: (roomId: number) => readonly OutboxEntry[]
  writing: () => Writing | undefined
}

export function createLost(options: LostOptions) {
  const { read, onChange, writing } = options
  /** What the server told of a room's end, before it was folded. */
  const told = new Map<number, Pick<LostDraft, 'reason' | 'by'>>()
  /** Rooms that ended for me in this run: what still comes back from them is lost too. */
  const left = new Map<number, Leaving>()

  const lostIn = (roomId: number) => read().lostDrafts.find(lost => lost.roomId === roomId)
  const others = (roomId: number) => read().lostDrafts.filter(lost => lost.roomId !== roomId)

  function lose(roomId: number, leaving: Leaving, written = wordsOf(read().drafts[roomId])) {
    left.set(roomId, leaving)
    options.endDraft(roomId)
    const posts = options.takePosts(roomId)
    const texts = [lostIn(roomId)?.text ?? '', ...posts.map(({ body }) => body), ...written]
    const text = texts.filter(each => each.trim() !== '').join('\n\n')
    const fileIds = [
      ...(lostIn(roomId)?.fileIds ?? []),
      ...posts.flatMap(({ fileIds = [] }) => fileIds),
      ...options.endTray(roomId),
    ]
    if (text === '' && fileIds.length === 0) return void writing()?.putDraft(roomId, undefined)
    const lost: LostDraft = { roomId, ...leaving, text, ...(fileIds.length > 0 && { fileIds }) }
    void writing()?.lose(
      lost,
      posts.map(({ clientId }) => clientId),
    )
    onChange([...others(roomId), lost])
  }

  function giveBack({ roomId, text, fileIds }: LostDraft) {
    left.delete(roomId)
    if (fileIds) options.giveBackFiles(roomId, fileIds)
    onChange(others(roomId))
    options.giveBack(roomId, withWordsInFront(read().drafts[roomId], { text }))
  }

  /** Only the server says that a room ended. A room that is only forgotten here, to be fetched anew, goes on. */
  function endedRooms(source: Folded['source'], before: Snapshot, after: Snapshot): number[] {
    const known = Object.values(before.rooms).map(({ id }) => id)
    const { drafts, trays, outbox } = read()
    const written = [
      ...Object.keys({ ...drafts, ...trays }).map(Number),
      ...outbox.map(({ roomId }) => roomId),
    ]
    const candidates = source === 'list' ? [...known, ...written] : source === 'event' ? known : []
    return [...new Set(candidates)].filter(roomId => !after.rooms[roomId])
  }

  function dismiss(roomId: number) {
    if (!lostIn(roomId)) return
    onChange(others(roomId))
    void writing()?.putDraft(roomId, undefined)
  }

  return {
    restore: onChange,

    /** Hears why a room ends, before it does. */
    listen(event: ChatterEvent) {
      if (event.name !== 'room:removed') return
      const { roomId, reason = 'gone', by } = event.payload
      told.set(roomId, { reason, ...(by && { by }) })
    },

    attend({ source, before, after }: Pick<Folded, 'source' | 'before' | 'after'>) {
      if (before.rooms === after.rooms) return
      for (const roomId of endedRooms(source, before, after)) {
        const leaving = leavingOf(before.rooms[roomId], told.get(roomId))
        if (before.rooms[roomId]) options.onDeparture({ roomId, ...leaving })
        lose(roomId, leaving)
      }
      told.clear()
      for (const roomId of left.keys()) if (after.rooms[roomId]) left.delete(roomId)
      for (const lost of read().lostDrafts) if (after.rooms[lost.roomId]) giveBack(lost)
    },

    /** Posts that were on their way when their room ended come back refused. */
    sweep() {
      for (const { roomId, state } of read().outbox) {
        const leaving = left.get(roomId)
        if (leaving && state !== 'sending') lose(roomId, leaving)
      }
    },

    /** Takes what is written in a room that ended meanwhile. Returns whether it did. */
    write(roomId: number, text: string): boolean {
      const leaving = left.get(roomId)
      if (!leaving) return false
      if (!lostIn(roomId)?.text.includes(text)) lose(roomId, leaving, [text])
      return true
    },

    /** Makes it the draft of another room. */
    move(roomId: number, hereId: number) {
      const lost = lostIn(roomId)
      if (!lost) return
      if (lost.fileIds) options.giveBackFiles(hereId, lost.fileIds)
      options.giveBack(hereId, withWordsInFront(read().drafts[hereId], { text: lost.text }))
      // On disk too it is in the one place before it is gone from the other.
      void options.flushDrafts()
      dismiss(roomId)
    },
    dismiss,
  }
}

/** Of an edit, also the post that waited behind it. */
function wordsOf({ shelved, text }: Draft = { text: '' }): string[] {
  return [shelved?.text ?? '', text]
}

function leavingOf(room: Room | undefined, told: Pick<LostDraft, 'reason' | 'by'> | undefined): Leaving {
  return { roomName: room?.peer?.displayName ?? room?.name ?? '', ...(told ?? { reason: 'gone' }) }
}
