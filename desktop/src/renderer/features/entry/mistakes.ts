/** What is wrong with a log-in or a sign-up, by field. Pure. */
import { holdsUsername, parseDisplayName, parsePassword, parseUsername } from '@chatter/shared/accounts.ts'
import { ChatterError, type ErrorCode } from '@chatter/shared/errors.ts'
import type { TFunction } from 'i18next'

export type Person = { username: string; displayName: string; password: string; code?: string }

export type Mistake = ErrorCode | 'empty' | 'passwordHoldsName'

export type Mistakes = { [Field in keyof Person]?: Mistake | undefined }

/** What a form says as a whole, when no single field is to blame. */
export type Trouble = { code: ErrorCode; retryAfter?: number | undefined }

/**
 * Looks before anything is sent. A log-in is only checked for what is empty: whether it fits is the server's to tell, as is
 * whether the code does that some servers ask for.
 */
export function findMistakes(person: Person, isNew: boolean, asksForCode = false): Mistakes {
  const { username, displayName, password, code = '' } = person
  const found: Mistakes = isNew
    ? {
        username: mistakeOf(username, parseUsername),
        displayName: mistakeOf(displayName, parseDisplayName),
        password: mistakeOfNewPassword(password, username),
        code: asksForCode ? mistakeOf(code) : undefined,
      }
    : { username: mistakeOf(username), password: mistakeOf(password) }
  return Object.fromEntries(Object.entries(found).filter(([, mistake]) => mistake !== undefined))
}

/** What is wrong with a password that somebody would have from now on. */
export function mistakeOfNewPassword(password: string, username: string): Mistake | undefined {
  const mistake = mistakeOf(password, parsePassword)
  return mistake ?? (holdsUsername(password, username) ? 'passwordHoldsName' : undefined)
}

function mistakeOf(input: string, parse: (input: string) => unknown = () => {}): Mistake | undefined {
  if (input.trim() === '') return 'empty'
  try {
    parse(input)
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

/** Whether a refusal says itself who does not come in, and needs no word that something failed. */
export function isAboutPerson(code: ErrorCode): boolean {
  return code === 'wrong_credentials' || code === 'account_deactivated'
}

/** What a person reads about it. */
export function mistakeText(t: TFunction, mistake: Mistake | undefined): string | undefined {
  if (mistake === 'empty' || mistake === 'passwordHoldsName') return t(`entry.${mistake}`)
  return mistake && t(`errors.${mistake}`)
}
