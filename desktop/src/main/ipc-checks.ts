import type { TSchema } from 'typebox'
import { Check, Errors } from 'typebox/schema'
import { type RequestName, requests } from '../bridge/bridge.ts'

export function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(requests, name)
}

/** @throws Error when the page asked for something malformed */
export function checkRequest(name: RequestName, request: unknown): unknown {
  return check(`The request ${name}`, requests[name].request, request)
}

/** @throws Error when this process is about to answer something that the page does not expect */
export function checkAnswer(name: RequestName, answer: unknown): unknown {
  return check(`The answer to ${name}`, requests[name].answer, answer)
}

/** Names what is wrong, but never the value: it may be a secret. */
function check(what: string, schema: TSchema, value: unknown): unknown {
  if (Check(schema, value)) return value
  const [, [error]] = Errors(schema, value)
  throw new Error(`${what} is malformed: ${error?.instancePath || 'it'} ${error?.message ?? 'is wrong'}.`)
}
