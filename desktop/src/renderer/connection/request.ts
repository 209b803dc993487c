/** One REST request: typed answers, and every failure as a `ChatterError`. Tokens are never part of a message or a log. */

import { fits } from '@chatter/shared/check.ts'
import { ChatterError, Problem } from '@chatter/shared/errors.ts'
import type { Static, TSchema } from 'typebox'

/** How long an answer may take, in milliseconds. */
export const requestTimeout = 15_000

export type Fetch = typeof globalThis.fetch

export type RestRequest<Schema extends TSchema> = {
  /** Of the server, without a final slash. */
  serverUrl: string
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api/v1`, beginning with a slash. */
  path: string
  query?: Record<string, string | number | undefined>
  /** Sent as JSON, or as it is when it is a `Blob`. */
  body?: unknown
  token?: string
  /** What a successful answer looks like; without one, the answer is not read. */
  answer?: Schema
  timeout?: number
  fetch?: Fetch
}

/** @throws ChatterError `unavailable` when the server cannot be reached, `not_found` when it speaks another language */
export async function request<Schema extends TSchema>(asked: RestRequest<Schema>): Promise<Static<Schema>> {
  const response = await send(asked)
  if (!response.ok) throw await readProblem(response)
  if (!asked.answer) return undefined as Static<Schema>
  const answer = await response.json().catch(() => undefined)
  if (!fits(asked.answer, answer)) throw foreign()
  return answer as Static<Schema>
}

async function send(asked: RestRequest<TSchema>): Promise<Response> {
  const { serverUrl, method = 'GET', path, query = {}, body, token, timeout = requestTimeout } = asked
  const url = new URL(`${serverUrl}/api/v1${path}`)
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value))
  try {
    return await (asked.fetch ?? fetch)(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': body instanceof Blob ? body.type : 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: body === undefined || body instanceof Blob ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(timeout),
      // A session travels in the header only, and no answer of the API is worth a cache or a detour.
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
    })
  } catch {
    throw unreachable()
  }
}

async function readProblem(response: Response): Promise<ChatterError> {
  const problem = await response.json().catch(() => undefined)
  return problemOf(response.status, response.headers.get('content-type'), problem)
}

/** Our server says what was wrong; a proxy before it, or something else at that address, does not. */
export function problemOf(status: number, type: string | null | undefined, problem: unknown): ChatterError {
  if (fits(Problem, problem)) return ChatterError.fromWire({ ...problem, message: problem.detail })
  if (type?.startsWith('application/problem+json'))
    return new ChatterError('internal', 'The server refused, for a reason that this app does not know.')
  const isPassing = status === 429 || [502, 503, 504].includes(status)
  return isPassing ? unreachable() : foreign()
}

export function unreachable(): ChatterError {
  return new ChatterError('unavailable', 'The server cannot be reached.')
}

export function isUnreachable(error: unknown): boolean {
  return error instanceof ChatterError && error.code === 'unavailable'
}

function foreign(): ChatterError {
  return new ChatterError('not_found', 'What answers at this address is not a Chatter server.')
}
