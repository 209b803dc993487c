import type { Attachment } from '@chatter/shared/attachments.ts'
import { bytesToUuid } from './uuid.ts'

/** What a query selects to make an {@link Attachment}, with `attachments` among its tables. */
export const attachmentColumns = {
  attachment_id: 'attachments.id',
  attachment_name: 'attachments.name',
  attachment_type: 'attachments.type',
  attachment_size: 'attachments.size',
  attachment_sha256: 'attachments.sha256',
  attachment_content_id: 'attachments.content_id',
  attachment_width: 'attachments.width',
  attachment_height: 'attachments.height',
  attachment_duration: 'attachments.duration',
  attachment_thumbnail_key: 'attachments.thumbnail_key',
  attachment_received_at: 'attachments.received_at',
} as const

export type AttachmentRow = {
  attachment_id: Uint8Array
  attachment_name: string
  attachment_type: string
  attachment_size: number
  attachment_sha256: string
  attachment_content_id: number | null
  attachment_width: number | null
  attachment_height: number | null
  attachment_duration: number | null
  attachment_thumbnail_key: string | null
  attachment_received_at: number | null
}

/** What a copy has in common with the attachment that it was made of. */
export const copiedColumns = [
  'name, name_key, type, kind, size, sha256, content_id, brought_by, width, height, duration',
  'thumbnail_key, thumbnail_type, thumbnail_size',
].join(', ')

export function toAttachment(row: AttachmentRow): Attachment {
  return {
    id: bytesToUuid(row.attachment_id),
    name: row.attachment_name,
    size: row.attachment_size,
    type: row.attachment_type,
    sha256: row.attachment_sha256,
    ...(row.attachment_width !== null && { width: row.attachment_width }),
    ...(row.attachment_height !== null && { height: row.attachment_height }),
    ...(row.attachment_duration !== null && { duration: row.attachment_duration }),
    ...(row.attachment_thumbnail_key !== null && { hasThumbnail: true as const }),
    ...(row.attachment_content_id === null && { isDirect: true as const }),
    ...(row.attachment_received_at !== null && { receivedAt: row.attachment_received_at }),
  }
}
