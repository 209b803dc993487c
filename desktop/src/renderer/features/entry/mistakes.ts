/** What is wrong with a log-in or a sign-up, by field. Pure. */
import { holdsUsername, parseDisplayName, parsePassword, parseUsername } from '@chatter/shared/accounts.ts'
import { ChatterError, type ErrorCode } from '@chatter/shared/errors.ts'

export type Person = { username: string; displayName: string; password: string; code?: string }

export type Mistake = ErrorCode | 'empty' | 'passwordHoldsName'

export type Mistakes = Partial<Record<keyof Person, Mistake>>

/**
 * Looks before anything is sent. A log-in is only checked for what is empty: whether it fits is the server's to tell, as is
 * whether the code does that some servers ask for.
 */
export function findMistakes(person: Person, isNew: boolean, asksForCode = false): Mistakes {
  const mistakes: Mistakes = {}
  const rules = { username: parseUsername, displayName: parseDisplayName, password: parsePassword }
  for (const field of ['username', 'displayName', 'password'] as const) {
    if (field === 'displayName' && !isNew) continue
    const mistake =
      person[field].trim() === '' ? 'empty' : isNew ? refusal(() => rules[field](person[field])) : undefined
    if (mistake) mistakes[field] = mistake
  }
  if (isNew && asksForCode && (person.code ?? '').trim() === '') mistakes.code = 'empty'
  if (isNew && holdsUsername(person.password, person.username)) mistakes.password ??= 'passwordHoldsName'
  return mistakes
}

function refusal(parse: () => unknown): ErrorCode | undefined {
  try {
    parse()
    return undefined
  } catch (failure) {
    if (failure instanceof ChatterError) return failure.code
    throw failure
  }
}

const fieldOf: Partial<Record<ErrorCode, keyof Person>> = {
  username_invalid: 'username',
  username_taken: 'username',
  display_name_invalid: 'displayName',
  password_too_short: 'password',
  password_too_long: 'password',
  password_too_common: 'password',
  wrong_code: 'code',
}

/** The field that a server's refusal is about; none when it is about the whole. */
export function mistakesOf(code: ErrorCode): Mistakes {
  const field = fieldOf[code]
  return field ? { [field]: code } : {}
}
