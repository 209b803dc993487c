import { createHash, randomBytes } from 'node:crypto'

/** A new session token: 256 random bits, so that it cannot be guessed and its hash needs no salt. */
export function createToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What the database keeps of a token. Whoever reads the database cannot log in with it. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
