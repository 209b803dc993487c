import { type Static, Type } from 'typebox'
import { ChatterError } from './errors.ts'
import { Id, Timestamp } from './primitives.ts'

export const usernameLimits = { min: 2, max: 32 } as const
export const displayNameLimits = { min: 1, max: 64 } as const
/** In characters (code points). argon2id takes any length; the upper bound only keeps requests small. */
export const passwordLimits = { min: 10, max: 256 } as const

/** A person as everybody sees them. */
export const Account = Type.Object({
  id: Id,
  username: Type.String(),
  displayName: Type.String(),
  /** IANA name, such as `Asia/Seoul`, or null when the person never told. */
  timeZone: Type.Union([Type.String(), Type.Null()]),
  createdAt: Timestamp,
  /** There for those who decide who may be here. */
  isAdministrator: Type.Optional(Type.Literal(true)),
  /** There for those who may not be here any more; what they wrote stays. */
  isDeactivated: Type.Optional(Type.Literal(true)),
})
export type Account = Static<typeof Account>

/** `PATCH /accounts/:accountId`: what administrators decide about somebody. */
export const AccountChange = Type.Object({
  isAdministrator: Type.Optional(Type.Boolean()),
  isDeactivated: Type.Optional(Type.Boolean()),
})
export type AccountChange = Static<typeof AccountChange>

/** The answer to `POST /accounts/:accountId/password`, shown this once. */
export const GivenPassword = Type.Object({ password: Type.String() })
export type GivenPassword = Static<typeof GivenPassword>

/** The author that every message carries, so that it can be read without another look-up. */
export const Author = Type.Object({ id: Id, displayName: Type.String() })
export type Author = Static<typeof Author>

export const AccountChanged = Type.Object({ account: Account })
export type AccountChanged = Static<typeof AccountChanged>

/** Letters, marks and digits of any script, joined by `.`, `_` or `-`. */
const usernamePattern = /^[\p{L}\p{M}\p{N}]+(?:[._-][\p{L}\p{M}\p{N}]+)*$/u

/** Invisible, bidirectional-override and control characters, which would let one name pass for another. */
const deceptive =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each is meant alone, as a single invisible character
  /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0]/u

/**
 * The form under which user names are equal: NFKC and case folded, so that `Ada`, `ada` and `ＡＤＡ` are one, as are
 * composed and decomposed Hangul. Upper-casing before lower-casing also folds `ß` with `ss` and final sigma.
 */
export function usernameKey(username: string): string {
  return username.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
}

/**
 * Returns the user name as it will be stored (NFC, trimmed).
 * @throws ChatterError `username_invalid` when its length or characters are not allowed
 */
export function parseUsername(input: string): string {
  const username = input.trim().normalize('NFC')
  const length = [...username].length
  if (length < usernameLimits.min || length > usernameLimits.max)
    throw new ChatterError('username_invalid', 'A user name has 2 to 32 characters.', { field: 'username' })
  if (!usernamePattern.test(username) || deceptive.test(username))
    throw new ChatterError(
      'username_invalid',
      'A user name has letters and digits of any script, joined by a dot, dash or underscore.',
      { field: 'username' },
    )
  return username
}

/**
 * Returns the display name as it will be stored (NFC, trimmed, inner white space collapsed).
 * @throws ChatterError `display_name_invalid` when it is empty, longer than 64 characters, or deceptive
 */
export function parseDisplayName(input: string): string {
  const displayName = input.trim().replace(/\s+/gu, ' ').normalize('NFC')
  const length = [...displayName].length
  if (length < displayNameLimits.min || length > displayNameLimits.max)
    throw new ChatterError('display_name_invalid', 'A display name has 1 to 64 characters.', {
      field: 'displayName',
    })
  // Zero-width joiners hold emoji together; every other invisible character is refused.
  if (deceptive.test(displayName.replaceAll('\u200D', '')))
    throw new ChatterError('display_name_invalid', 'The display name has invisible characters.', {
      field: 'displayName',
    })
  return displayName
}

/**
 * Returns the password as it will be hashed (NFC, so that a Hangul password is the same from every keyboard).
 * The check against common passwords is the server's.
 * @throws ChatterError `password_too_short` or `password_too_long`
 */
export function parsePassword(input: string): string {
  const password = input.normalize('NFC')
  const length = [...password].length
  if (length < passwordLimits.min)
    throw new ChatterError('password_too_short', 'A password has at least 10 characters.', {
      field: 'password',
    })
  if (length > passwordLimits.max)
    throw new ChatterError('password_too_long', 'A password has at most 256 characters.', {
      field: 'password',
    })
  return password
}

/** Whether a password holds the user name, in any case and form. Names of two letters are in half of all words. */
export function holdsUsername(password: string, username: string): boolean {
  const name = usernameKey(username.trim())
  return [...name].length >= 3 && usernameKey(password).includes(name)
}
