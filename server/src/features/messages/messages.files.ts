/** Which attachments a new post gets. */
import { randomUUID } from 'node:crypto'
import type { Attachment } from '@chatter/shared/attachments.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Carried, Draft, LockedRooms } from './messages.ledger.ts'

/** What a post gets, as everybody will see it and as it is written. */
type Files = { attachments: readonly Attachment[]; carried: readonly Carried[] }

export const noFiles: Files = { attachments: [], carried: [] }

/**
 * The attachments that a draft gets of those that are locked for its group, or why it cannot have them.
 * @param taken what earlier drafts of the group got, to which this adds
 */
export function carryFiles(
  { roomId, author, files }: Draft,
  { attachmentOf }: LockedRooms,
  taken: Set<string>,
): Files | ChatterError {
  if (!files) return noFiles
  const found = files.ids.map(attachmentOf)
  if (files.areCopied) {
    const sources = found.flatMap(one => (one?.isPosted ? [one.attachment] : []))
    return sources.length < found.length ? goneSource() : copiesOf(sources)
  }
  const own = found.flatMap(one => {
    const isFree = one?.roomId === roomId && one.accountId === author.id && !one.isPosted
    return isFree && !taken.has(one.attachment.id) ? [one.attachment] : []
  })
  if (own.length < found.length) return notPostable()
  for (const { id } of own) taken.add(id)
  return { attachments: own, carried: own.map(({ id }) => ({ id })) }
}

function copiesOf(sources: readonly Attachment[]): Files {
  const carried = sources.map(({ id }) => ({ id: randomUUID(), copyOf: id }))
  const attachments = sources.map(({ receivedAt: _, ...source }, n) => ({ ...source, id: carried[n]!.id }))
  return { attachments, carried }
}

export function withFiles(draft: Draft, { attachments }: Files): Draft {
  return attachments.length > 0
    ? { ...draft, extras: { ...draft.extras, attachments: [...attachments] } }
    : draft
}

export function notPostable(): ChatterError {
  return new ChatterError(
    'invalid_input',
    'A file of the message was posted already, was removed, or was uploaded for another room.',
    { field: 'attachmentIds' },
  )
}

function goneSource(): ChatterError {
  return new ChatterError('not_found', 'There is no such message to forward.', { field: 'forwards' })
}
