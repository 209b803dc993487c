import type { Static, TSchema } from 'typebox'

type Check = (value: unknown) => boolean

/** What this understands of JSON Schema: what the wire and the caches use. */
type Schema = {
  type?: string
  anyOf?: Schema[]
  const?: unknown
  enum?: unknown[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  maxItems?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  minimum?: number
  maximum?: number
}

const understood = new Set(
  'type anyOf const enum properties required items maxItems minLength maxLength pattern minimum maximum title description'.split(
    ' ',
  ),
)

const made = new WeakMap<object, Check>()

/**
 * Whether a value is what its schema says. The page may compile nothing (its policy forbids `eval`), and there TypeBox's own
 * check takes 0.3 ms for one message; this one takes a hundredth of that.
 */
export function fits<Type extends TSchema>(schema: Type, value: unknown): value is Static<Type> {
  return checkOf(schema as Schema)(value)
}

function checkOf(schema: Schema): Check {
  const known = made.get(schema)
  if (known) return known
  const check = makeCheck(schema)
  made.set(schema, check)
  return check
}

function makeCheck(schema: Schema): Check {
  for (const keyword of Object.keys(schema))
    if (!understood.has(keyword) && !keyword.startsWith('~'))
      throw new Error(`No check understands "${keyword}".`)
  if (schema.anyOf) return makeUnion(schema.anyOf)
  if ('const' in schema) return value => value === schema.const
  if (schema.enum) return isOneOf(schema.enum)
  switch (schema.type) {
    case 'object':
      return makeObject(schema)
    case 'array':
      return makeArray(schema)
    case 'string':
      return makeString(schema)
    case 'integer':
      return makeNumber(schema, Number.isInteger)
    case 'number':
      return makeNumber(schema, Number.isFinite)
    case 'boolean':
      return value => typeof value === 'boolean'
    case 'null':
      return value => value === null
    case undefined:
      return () => true
    default:
      throw new Error(`No check understands the type "${schema.type}".`)
  }
}

function makeUnion(parts: Schema[]): Check {
  if (parts.every(part => 'const' in part)) return isOneOf(parts.map(part => part.const))
  const checks = parts.map(checkOf)
  return value => checks.some(check => check(value))
}

function isOneOf(values: unknown[]): Check {
  const allowed = new Set(values)
  return value => allowed.has(value)
}

function makeObject({ properties = {}, required = [] }: Schema): Check {
  const fields = Object.entries(properties).map(([name, schema]) => {
    return { name, check: checkOf(schema), isRequired: required.includes(name) }
  })
  return value => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    const record = value as Record<string, unknown>
    for (const { name, check, isRequired } of fields) {
      const inner = record[name]
      if (inner === undefined ? isRequired : !check(inner)) return false
    }
    return true
  }
}

function makeArray({ items = {}, maxItems = Number.POSITIVE_INFINITY }: Schema): Check {
  const check = checkOf(items)
  return value => Array.isArray(value) && value.length <= maxItems && value.every(check)
}

function makeString({ minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern }: Schema): Check {
  const expression = pattern === undefined ? undefined : new RegExp(pattern, 'u')
  return value =>
    typeof value === 'string' &&
    value.length >= minLength &&
    value.length <= maxLength &&
    (!expression || expression.test(value))
}

function makeNumber(
  { minimum = -Infinity, maximum = Infinity }: Schema,
  isNumber: (value: unknown) => boolean,
): Check {
  return value => isNumber(value) && (value as number) >= minimum && (value as number) <= maximum
}
