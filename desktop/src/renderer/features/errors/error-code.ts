import { ChatterError, type ErrorCode } from '@chatter/shared/errors.ts'

/** The code by which a failure is explained. What has none is a mistake of ours: it is logged, and called internal. */
export function errorCode(failure: unknown): ErrorCode {
  if (failure instanceof ChatterError) return failure.code
  console.error(failure)
  return 'internal'
}
