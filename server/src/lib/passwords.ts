/** The only place that hashes passwords, judges them and makes them up. */
import { randomInt } from 'node:crypto'
import { holdsUsername, parsePassword } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import { dictionary } from '@zxcvbn-ts/language-common'
import argon2 from 'argon2'
import { createTurns } from './turns.ts'

/** What hashing one password costs: memory in KiB, and passes over it. */
export type PasswordCost = { memory: number; passes: number }

export type Passwords = {
  hash: (password: string) => Promise<string>
  /** Whether the password is the hashed one. Without a hash it works as long, and answers no. */
  matches: (hash: string | undefined, password: string) => Promise<boolean>
  /** Whether the hash was made at another cost than today's. */
  isOutdated: (hash: string) => boolean
}

/** A storm of log-ins waits in line: two at a time keep both memory and the other work of the server safe. */
const inTurn = createTurns(2, 500)

/**
 * argon2id. The default cost is the first choice of OWASP's Password Storage Cheat Sheet that suits a small server:
 * 19 MiB of memory, 2 passes, 1 lane.
 */
export function createPasswords({ memory, passes }: PasswordCost): Passwords {
  const cost = { type: argon2.argon2id as 2, memoryCost: memory, timeCost: passes, parallelism: 1 }
  const hash = (password: string) => inTurn(() => argon2.hash(password, cost))
  const decoy = hash('the password of nobody')
  // Where even this fails, every log-in will, and says so there.
  decoy.catch(() => {})

  return {
    hash,
    async matches(known, password) {
      const compared = known ?? (await decoy)
      const isSame = await inTurn(() => argon2.verify(compared, password.normalize('NFC')))
      return isSame && known !== undefined
    },
    isOutdated: known => argon2.needsRehash(known, cost),
  }
}

/**
 * Returns a new password as it will be hashed.
 * @throws ChatterError `password_too_short`, `password_too_long`, or `password_too_common` when it is on the lists that
 *   guessers try first, repeats a few characters, or holds the user name
 */
export function parseNewPassword(input: string, username: string): string {
  const password = parsePassword(input)
  const folded = password.toLowerCase()
  if (holdsUsername(password, username))
    throw tooCommon('The password holds the user name, which is what others try first.')
  if (new Set(folded).size < 4 || commonPasswords().has(folded))
    throw tooCommon('This password is one of the first that others try. Choose another.')
  return password
}

/** Letters and digits that are not taken for each other. */
const plain = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A password of 99 random bits that can be read out and typed: four groups of five. */
export function createPassword(): string {
  const group = () => Array.from({ length: 5 }, () => plain[randomInt(plain.length)]).join('')
  return Array.from({ length: 4 }, group).join('-')
}

let common: Set<string> | undefined

function commonPasswords(): Set<string> {
  common ??= new Set(dictionary['passwords-common'])
  return common
}

function tooCommon(message: string) {
  return new ChatterError('password_too_common', message, { field: 'password' })
}
