/** What the server takes, known before the first byte goes; without a connection, as it was last. */
import { forbiddenBy, parseMediaType, type UploadLimits } from '@chatter/shared/attachments.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Cache } from './cache.ts'

/** Why a file was not taken. Sizes are in bytes. */
export type Refusal = { name: string } & (
  | { reason: 'too_large'; size: number; limit: number }
  | { reason: 'quota_exceeded'; size: number; left: number; leftOf: UploadLimits['leftOf'] }
  /** `rule` is the ending or the type that is not taken. */
  | { reason: 'type_forbidden'; rule: string }
  | { reason: 'too_many'; limit: number }
  | { reason: 'folder' }
  | { reason: 'unreadable' }
)

/** A refusal that names a limit of the server. */
export type Limited = Extract<Refusal, { reason: 'too_large' | 'quota_exceeded' | 'type_forbidden' }>

/** What is known of the limits; without `left`, room is not what it takes. */
type Known = Omit<UploadLimits, 'left'> & { left?: number | undefined }

/**
 * Says why a file cannot be sent; undefined when it can, as far as it is known here.
 * @param waiting bytes of other files that are to be sent, and that the server does not count yet
 */
export function refusalOf(
  { name, type, size }: { name: string; type: string; size: number },
  limits: Known | null,
  waiting: number,
): Limited | undefined {
  if (!limits) return undefined
  const rule = forbiddenBy({ name, type: parseMediaType(type) }, limits)
  if (rule !== undefined) return { name, reason: 'type_forbidden', rule }
  if (size > limits.size) return { name, reason: 'too_large', size, limit: limits.size }
  if (limits.left === undefined) return undefined
  const left = Math.max(0, limits.left - waiting)
  return size > left ? { name, reason: 'quota_exceeded', size, left, leftOf: limits.leftOf } : undefined
}

export type LimitsOptions = {
  api: { readUploadLimits: () => Promise<UploadLimits> }
  cache: () => Cache | undefined
  onChange: (limits: UploadLimits) => void
}

export function createLimits({ api, cache, onChange }: LimitsOptions) {
  return {
    restore(limits: UploadLimits | undefined) {
      if (limits) onChange(limits)
    },
    /** Asks again; without an answer, what was known stays. */
    async refresh() {
      try {
        const limits = await api.readUploadLimits()
        onChange(limits)
        cache()?.rememberLimits(limits)
      } catch (error) {
        if (!(error instanceof ChatterError)) throw error
      }
    },
  }
}
