import { ChatterError } from '@chatter/shared/errors.ts'
import { isConnectionLost, isUnwritable } from './database-errors.ts'

/**
 * Returns the failure in a code of the closed list. What nobody expected tells nothing about itself.
 * @param onUnexpected runs for a failure that somebody has to look into
 */
export function expected(error: unknown, onUnexpected: () => void): ChatterError {
  if (error instanceof ChatterError) return error
  onUnexpected()
  if (isConnectionLost(error))
    return new ChatterError('unavailable', 'The server cannot reach its database. It keeps trying.', {
      retryAfter: 2,
    })
  return isUnwritable(error)
    ? cannotWrite()
    : new ChatterError('internal', 'Something went wrong on the server. It has been logged.')
}

/** Until somebody makes space, or lets the database be written to. */
export function cannotWrite(): ChatterError {
  return new ChatterError('unavailable', 'The server cannot write: its owner has to look at its disk.', {
    retryAfter: 10,
  })
}

/** What a validator says is wrong, in its first words. */
type Complaint = { instancePath: string; message?: string; params?: object }

/** Names the field that is wrong. */
export function invalidInput(complaint: Complaint | undefined): ChatterError {
  const { requiredProperties, missingProperty } = (complaint?.params ?? {}) as {
    requiredProperties?: string[]
    missingProperty?: string
  }
  const missing = requiredProperties?.[0] ?? missingProperty
  const field = complaint?.instancePath.split('/')[1] || missing
  const said = missing ? 'is missing' : (complaint?.message ?? 'is not valid')
  return new ChatterError('invalid_input', `${field ? `"${field}"` : 'The request'} ${said}.`, { field })
}
